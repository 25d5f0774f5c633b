// Taking results away, and what was taken before.
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleX, LoaderCircle } from "lucide-react";
import { type JobExport, type JobRun, exportedUrl, jobQueries } from "@/api/jobs";
import { Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { Time } from "@/ui/time";
import { ExportLinks } from "./ExportLinks";

export function Exports({ run }: { run: JobRun }) {
  const found = useQuery(jobQueries.exports(run.job_id, run.id));
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <ExportLinks run={run} />
        <span className="text-soft">Every result, with corrections in the place of what was found.</span>
      </div>
      <Panel aria-label="Exports">
        {found.isPending && <Loading what="the exports" rows={3} />}
        {found.isError && <Failure error={found.error} what="the exports" retry={() => void found.refetch()} />}
        {found.data?.length === 0 && (
          <Empty title="Nothing was exported yet">
            <p>Each export is noted here, with when and where to.</p>
          </Empty>
        )}
        <ul className="divide-y divide-line">
          {found.data?.map((one) => (
            <ExportRow key={one.id} run={run} one={one} />
          ))}
        </ul>
      </Panel>
    </>
  );
}

const SHOWN = {
  running: { Icon: LoaderCircle, look: "animate-spin text-live", words: "being made" },
  completed: { Icon: CircleCheck, look: "text-good", words: "made" },
  failed: { Icon: CircleX, look: "text-bad", words: "failed" },
} as const;

function ExportRow({ run, one }: { run: JobRun; one: JobExport }) {
  const { Icon, look, words } = SHOWN[one.status];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <Icon aria-hidden className={`size-4 ${look}`} />
      <span className="font-medium">
        {one.file_type === "csv" ? "CSV" : "Excel"} <span className="font-normal text-soft">{one.destination === "download" ? "for download" : `to ${one.destination}`}, {words}</span>
      </span>
      {one.destination === "download" && one.status === "completed" && (
        <a href={exportedUrl(run.job_id, run.id, one.id)} download className="text-accent hover:underline">
          Have it once more
        </a>
      )}
      {one.file_link && /^https?:/.test(one.file_link) && (
        <a href={one.file_link} rel="noreferrer" target="_blank" className="text-accent hover:underline">
          Open it there
        </a>
      )}
      <span className="ml-auto text-soft">
        <Time at={one.created_at} />
      </span>
      {one.error && <p className="basis-full text-bad">{one.error}</p>}
    </li>
  );
}
