// Every result of a run as a file.
import { FileSpreadsheet, FileText } from "lucide-react";
import { type JobRun, exportUrl } from "@/api/jobs";
import { buttonClass } from "@/ui/button";

export function ExportLinks({ run }: { run: JobRun }) {
  return (
    <>
      <a href={exportUrl(run.job_id, run.id, "csv")} download className={buttonClass()}>
        <FileText aria-hidden /> CSV
      </a>
      <a href={exportUrl(run.job_id, run.id, "excel")} download className={buttonClass()}>
        <FileSpreadsheet aria-hidden /> Excel
      </a>
    </>
  );
}
