// The files that a run was given; they do not change any more.
import { useQuery } from "@tanstack/react-query";
import { type JobRun, jobQueries } from "@/api/jobs";
import { Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { FileList } from "./FileList";

export function FilesTab({ run }: { run: JobRun }) {
  const found = useQuery(jobQueries.files(run.job_id, run.id));
  return (
    <Panel>
      {found.isPending && <Loading what="the files" />}
      {found.isError && <Failure error={found.error} what="the files" retry={() => void found.refetch()} />}
      {found.data?.length === 0 && (
        <Empty title="No file is kept">
          <p>The files of this run are gone.</p>
        </Empty>
      )}
      {found.data && found.data.length > 0 && <FileList run={run} files={found.data} uploads={[]} />}
    </Panel>
  );
}
