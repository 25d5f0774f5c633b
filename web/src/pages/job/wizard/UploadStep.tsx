// The first step: files are given, and what came of them is seen.
import { useMutation, useQuery } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import { type JobFile, type JobRun, deleteJobFile, filesUrl, jobChanged, jobQueries } from "@/api/jobs";
import { type Chosen, upload, useUploads } from "@/api/uploads";
import { bytes, count } from "@/domain/time";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { Failure, Loading, Refusal } from "@/ui/states";
import { FileList } from "../FileList";
import { DropZone } from "./DropZone";

interface UploadStepProps {
  run: JobRun;
  onNext: () => void;
}

export function UploadStep({ run, onNext }: UploadStepProps) {
  const found = useQuery(jobQueries.files(run.job_id, run.id));
  const uploads = useUploads(run.id);
  const deleting = useMutation({
    mutationFn: (file: JobFile) => deleteJobFile(run.job_id, run.id, file.id),
    onSettled: () => jobChanged(run.job_id),
  });
  const add = (chosen: Chosen[]) => {
    for (const one of chosen) upload(run.id, one, { method: "POST", url: filesUrl(run.job_id, run.id) }, () => void jobChanged(run.job_id));
  };
  const files = found.data ?? [];
  const coming = uploads.some((one) => one.state !== "failed") || files.some(({ status }) => status === "importing" || status === "unpacking");
  const readable = files.filter(({ status }) => status === "uploaded");
  return (
    <>
      <DropZone small={files.length + uploads.length > 0} onFiles={add} />
      <Refusal error={deleting.error} />
      {files.length + uploads.length > 0 && (
        <Panel>
          <FileList run={run} files={files} uploads={uploads} onDelete={deleting.mutate} />
        </Panel>
      )}
      {found.isPending && <Loading what="the files" rows={3} />}
      {found.isError && <Failure error={found.error} what="the files" retry={() => void found.refetch()} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button look="primary" disabled={coming || readable.length === 0} onClick={onNext}>
          Next: the fields <ArrowRight aria-hidden />
        </Button>
        <span className="nums text-soft" role="status">
          {told(readable, coming)}
        </span>
      </div>
    </>
  );
}

function told(readable: readonly JobFile[], coming: boolean): string {
  if (coming) return "Files are still coming…";
  if (readable.length === 0) return "There is no document to read yet.";
  const size = bytes(readable.reduce((sum, file) => sum + file.file_size_bytes, 0));
  return `${readable.length === 1 ? "1 document" : `${count(readable.length)} documents`}, ${size}`;
}
