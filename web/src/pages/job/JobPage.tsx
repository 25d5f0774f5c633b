// A job: one of its runs, being set up, at work, or with what it found.
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { useJobEvents } from "@/api/jobEvents";
import { type Job, type JobRun, jobQueries } from "@/api/jobs";
import { isDraft } from "@/domain/job";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { Live } from "@/ui/live";
import { Page } from "@/ui/page";
import { Failure, Loading } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { Exports } from "./Exports";
import { FieldsTab } from "./FieldsTab";
import { FilesTab } from "./FilesTab";
import { JobActions } from "./JobActions";
import { JobSummary } from "./JobSummary";
import { Results } from "./results/Results";
import { JOB_TABS, type JobTab } from "./search";
import { TasksTab } from "./TasksTab";
import { Wizard } from "./wizard/Wizard";

export function JobPage() {
  const { id } = useParams({ from: "/shell/jobs/$id" });
  const { run: named } = useSearch({ from: "/shell/jobs/$id" });
  const job = useQuery(jobQueries.one(id, named));
  const run = useQuery({ ...jobQueries.run(id, job.data?.job_run_id ?? ""), enabled: job.data !== undefined });
  if (job.data && run.data) return <Whole key={run.data.id} job={job.data} run={run.data} />;
  const { error } = job.isError ? job : run;
  return (
    <Page title="Job">
      {error ? <Failure error={error} what="the job" retry={() => void job.refetch().then(() => run.refetch())} /> : <Loading what="the job" />}
    </Page>
  );
}

function Whole({ job, run }: { job: Job; run: JobRun }) {
  const { step } = useSearch({ from: "/shell/jobs/$id" });
  const live = useJobEvents(job.id, run.id);
  const heading = (
    <>
      {job.name} <span className="nums font-normal text-soft">#{run.run_number}</span>
    </>
  );
  const actions = (
    <>
      <Live state={live} />
      <JobActions job={job} run={run} />
    </>
  );
  return (
    <Page title={`${job.name} #${run.run_number}`} heading={<span className="wrap-anywhere">{heading}</span>} actions={actions}>
      <JobSummary job={job} run={run} />
      {isDraft(run) && run.status === "pending" ? <Wizard run={run} step={step} /> : <Submitted run={run} />}
    </Page>
  );
}

const WORDS: Record<JobTab, string> = { results: "Results", tasks: "Tasks", files: "Files", fields: "Fields", exports: "Exports" };

function Submitted({ run }: { run: JobRun }) {
  const { tab = "results" } = useSearch({ from: "/shell/jobs/$id" });
  const tabs = JOB_TABS.map((known) => ({
    key: known,
    to: paths.job(run.job_id, { run: run.id, ...(known !== "results" && { tab: known }) }),
    words: (
      <>
        {WORDS[known]}
        {known === "tasks" && run.tasks_failed > 0 && <span className="nums ml-1.5 rounded-full border border-bad/50 px-1.5 text-xs text-bad">{count(run.tasks_failed)} failed</span>}
      </>
    ),
  }));
  return (
    <>
      <Tabs label="Parts of the run" tabs={tabs} shown={tab} />
      {tab === "results" && <Results run={run} />}
      {tab === "tasks" && <TasksTab run={run} />}
      {tab === "files" && <FilesTab run={run} />}
      {tab === "fields" && <FieldsTab run={run} />}
      {tab === "exports" && <Exports run={run} />}
    </>
  );
}
