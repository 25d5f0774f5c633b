// The two runs that are compared.
import { Link } from "@tanstack/react-router";
import type { RunRow } from "@/domain/run";
import { paths } from "@/paths";
import { Panel } from "@/ui/page";
import { Status } from "@/ui/status";
import { Duration, Time } from "@/ui/time";

export function Heads({ a, b }: { a: RunRow; b: RunRow }) {
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <Head run={a} />
      <Head run={b} />
    </div>
  );
}

function Head({ run }: { run: RunRow }) {
  return (
    <Panel className="flex flex-col gap-1 px-4 py-3">
      <Link {...paths.run(run.id)} className="font-medium wrap-anywhere hover:text-accent">
        {run.task_name} <span className="nums font-normal text-soft">#{run.number}</span>
      </Link>
      <span className="flex flex-wrap gap-x-4">
        <Status status={run.status} errorType={run.error_type} />
        <span className="text-soft">
          <Time at={run.started_at ?? run.created_at} />
        </span>
        <Duration started={run.started_at} took={run.duration_ms} />
      </span>
    </Panel>
  );
}

/** How a run is called in a table: by its number, and its task where they are of different ones. */
export function nameOf(run: RunRow, other: RunRow): string {
  return run.task_id === other.task_id ? `#${run.number}` : `${run.task_name} #${run.number}`;
}
