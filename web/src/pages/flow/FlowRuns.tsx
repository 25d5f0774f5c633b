// The latest runs of a flow.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { History, Play } from "lucide-react";
import { runQueries } from "@/api/runs";
import type { Flow } from "@/domain/flow";
import type { RunRow } from "@/domain/run";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { Bars } from "@/ui/bars";
import { Button, buttonClass } from "@/ui/button";
import { Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { Status } from "@/ui/status";
import { TagLink } from "@/ui/tag";
import { Duration, Time } from "@/ui/time";

const CHART = 60;
const LISTED = 5;

export function FlowRuns({ flow, onRun }: { flow: Flow; onRun: (() => void) | undefined }) {
  const found = useQuery(runQueries.latest(flow.id, CHART));
  const runs = found.data ?? [];
  return (
    <Panel aria-label="Runs">
      {found.isPending && <Loading what="the runs" rows={4} />}
      {found.isError && <Failure error={found.error} what="the runs" retry={() => void found.refetch()} />}
      {found.isSuccess && runs.length === 0 && (
        <Empty title="It has not run yet">
          <p>A run keeps what every component ran, printed and wrote.</p>
          {onRun && (
            <Button look="primary" onClick={onRun}>
              <Play aria-hidden /> Run it
            </Button>
          )}
        </Empty>
      )}
      {runs.length > 1 && (
        <div className="border-b border-line px-4 py-3">
          <Bars runs={runs.toReversed().map(barOf)} label="Latest runs" className="h-12" />
        </div>
      )}
      <ol className="divide-y divide-line">
        {runs.slice(0, LISTED).map((run) => (
          <Row key={run.id} run={run} />
        ))}
      </ol>
      {runs.length > 0 && (
        <div className="border-t border-line p-2 text-center">
          <Link {...paths.history({ kind: "flow", task: flow.id })} className={buttonClass("quiet")}>
            <History aria-hidden /> All {count(flow.run_count)} in the history
          </Link>
        </div>
      )}
    </Panel>
  );
}

function barOf(run: RunRow) {
  const { id, number, status } = run;
  return { id, number, status, took: run.duration_ms ?? null, to: paths.run(id) };
}

function Row({ run }: { run: RunRow }) {
  return (
    <li className="relative grid grid-cols-[4rem_minmax(0,1fr)_max-content] items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-raised/50 md:grid-cols-[4rem_13rem_6rem_7rem_6rem_minmax(0,1fr)]">
      <Link {...paths.run(run.id)} className="nums font-medium after:absolute after:inset-0 hover:text-accent">
        #{run.number}
      </Link>
      <Status status={run.status} errorType={run.error_type} />
      <span className="truncate text-soft max-md:order-last max-md:col-span-2">{run.trigger_type}</span>
      <span className="text-soft">
        <Time at={run.started_at ?? run.created_at} />
      </span>
      <span className="max-md:order-last max-md:text-right">
        <Duration started={run.started_at} took={run.duration_ms} />
      </span>
      <span className="relative flex gap-1 overflow-hidden max-md:hidden">
        {run.tags.slice(0, 4).map((tag) => (
          <TagLink key={tag} tag={tag} />
        ))}
      </span>
    </li>
  );
}
