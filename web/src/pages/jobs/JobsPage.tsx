// The jobs: each with how its latest run stands.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Gauge, Plus, Rows3, Zap } from "lucide-react";
import { jobQueries } from "@/api/jobs";
import { JOB_STATUSES, JOB_WORDS } from "@/domain/job";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { Select } from "@/ui/field";
import { Live } from "@/ui/live";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { JobRow } from "./JobRow";
import { useLiveJobs } from "./useLiveJobs";

export function JobsPage() {
  const { status } = useSearch({ from: "/shell/jobs" });
  const navigate = useNavigate();
  const jobs = useInfiniteQuery(jobQueries.list(status));
  const live = useLiveJobs();
  const rows = jobs.data?.pages.flatMap((page) => page.jobs) ?? [];
  const total = jobs.data?.pages[0]?.total;
  const actions = (
    <>
      <Live state={live} />
      <Link {...paths.automations()} className={buttonClass()}>
        <Zap aria-hidden /> Automations
      </Link>
      <Link {...paths.templates()} className={buttonClass()}>
        <Rows3 aria-hidden /> Templates
      </Link>
      <Link {...paths.usage()} className={buttonClass()}>
        <Gauge aria-hidden /> Usage
      </Link>
      <Link {...paths.newJob()} className={buttonClass("primary")}>
        <Plus aria-hidden /> New job
      </Link>
    </>
  );
  return (
    <Page title="Jobs" actions={actions}>
      <div className="flex flex-wrap items-center gap-3">
        <Select
          aria-label="How the latest run stands"
          value={status ?? ""}
          onChange={(event) => {
            const next = JOB_STATUSES.find((known) => known === event.target.value);
            void navigate({ ...paths.jobs(next ? { status: next } : {}), replace: true });
          }}
        >
          <option value="">Any status</option>
          {JOB_STATUSES.map((known) => (
            <option key={known} value={known}>
              {JOB_WORDS[known]}
            </option>
          ))}
        </Select>
        {total != null && total > 0 && (
          <span className="nums text-soft" role="status">
            {count(total)} {total === 1 ? "job" : "jobs"}
          </span>
        )}
      </div>
      <Panel aria-label="Jobs">
        {jobs.isPending && <Loading what="the jobs" rows={8} />}
        {jobs.isError && rows.length === 0 && <Failure error={jobs.error} what="the jobs" retry={() => void jobs.refetch()} />}
        {jobs.isSuccess && rows.length === 0 && <Nothing filtered={status !== undefined} />}
        <ul className="divide-y divide-line">
          {rows.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
        {jobs.hasNextPage && (
          <div className="border-t border-line p-2 text-center">
            <Button look="quiet" disabled={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
              Older jobs
            </Button>
          </div>
        )}
      </Panel>
    </Page>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered) {
    return (
      <Empty title="No job stands like that">
        <Link {...paths.jobs()} className={buttonClass()}>
          Show every job
        </Link>
      </Empty>
    );
  }
  return (
    <Empty title="There is no job yet">
      <p>
        A job takes what you look for out of documents: you give it files, say which fields are in them, and get a table. Each value
        says where it stood and how sure it is. A job can be run again with other files; earlier results stay.
      </p>
      <Link {...paths.newJob()} className={buttonClass("primary")}>
        <Plus aria-hidden /> Make the first job
      </Link>
    </Empty>
  );
}
