// How a run of a job stands, how far it is, and the other runs of the job.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type Job, type JobRun, jobQueries } from "@/api/jobs";
import { isDraft, jobWords } from "@/domain/job";
import { absolute, count } from "@/domain/time";
import { paths } from "@/paths";
import { Select } from "@/ui/field";
import { JobStatus } from "@/ui/jobStatus";
import { Panel } from "@/ui/page";
import { Time } from "@/ui/time";

export function JobSummary({ job, run }: { job: Job; run: JobRun }) {
  return (
    <Panel aria-label="Summary" className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
      <span data-job-status={run.status} className="flex">
        <JobStatus run={run} />
      </span>
      <RunChoice job={job} run={run} />
      {!isDraft(run) && <Share run={run} />}
      <span className="text-soft">
        {run.completed_at ? "ended " : "made "}
        <Time at={run.completed_at ?? run.created_at} />
      </span>
      {!run.persist_data && <span className="text-warn">Files and results go a while after the end</span>}
      {!isDraft(run) && (
        <Link {...paths.run(run.id)} className="text-accent hover:underline sm:ml-auto">
          Log and environment
        </Link>
      )}
    </Panel>
  );
}

/** How many tasks have ended, and how. */
function Share({ run }: { run: JobRun }) {
  const progress = useQuery(jobQueries.progress(run.job_id, run.id)).data;
  const { total, done, failed } = progress
    ? { total: progress.total_tasks, done: progress.completed, failed: progress.failed }
    : { total: run.tasks_total, done: run.tasks_completed, failed: run.tasks_failed };
  const width = (part: number) => `${total === 0 ? 0 : (100 * part) / total}%`;
  return (
    <span className="nums flex items-center gap-2">
      <span role="progressbar" aria-label="Tasks that have ended" aria-valuenow={done + failed} aria-valuemin={0} aria-valuemax={total} className="flex h-2 w-32 overflow-hidden rounded-full bg-raised">
        <span className="bg-good" style={{ width: width(done) }} />
        <span className="bg-bad" style={{ width: width(failed) }} />
      </span>
      {count(done + failed)} of {count(total)}
    </span>
  );
}

function RunChoice({ job, run }: { job: Job; run: JobRun }) {
  const navigate = useNavigate();
  const runs = useQuery(jobQueries.runs(job.id)).data?.runs ?? [];
  if (runs.length < 2) return null;
  return (
    <Select aria-label="Run" value={run.id} onChange={(event) => void navigate(paths.job(job.id, { run: event.target.value }))} className="max-w-full">
      {!runs.some(({ id }) => id === run.id) && <option value={run.id}>#{run.run_number}</option>}
      {runs.map((one) => (
        <option key={one.id} value={one.id}>
          #{one.run_number} {jobWords(one)} {absolute(one.created_at)}
        </option>
      ))}
    </Select>
  );
}
