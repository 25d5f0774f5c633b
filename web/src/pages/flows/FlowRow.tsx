// A flow in the list.
import { Link } from "@tanstack/react-router";
import type { FlowRow as Row } from "@/domain/flow";
import { count } from "@/domain/time";
import { LastRuns } from "@/pages/tasks/LastRuns";
import { paths } from "@/paths";
import { Status } from "@/ui/status";
import { Duration, Time } from "@/ui/time";

export function FlowRow({ flow }: { flow: Row }) {
  const { latest_run: run, components } = flow;
  const took = run?.started_at && run.ended_at ? Date.parse(run.ended_at) - Date.parse(run.started_at) : null;
  return (
    <li className="relative grid items-center gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-raised/50 max-md:grid-cols-2 md:grid-cols-[9rem_minmax(0,1fr)_max-content_5rem_6rem_6rem]">
      <span className="max-md:order-2">{run ? <Status status={run.status} /> : <span className="text-soft">No run</span>}</span>
      <span className="flex min-w-0 flex-col max-md:order-1 max-md:col-span-2">
        <Link {...paths.flow(flow.id)} className="truncate font-medium after:absolute after:inset-0 hover:text-accent">
          {flow.name}
        </Link>
        <span className="truncate text-xs text-soft" title={flow.description ?? undefined}>
          {componentsTold(components.map(({ name }) => name))}
        </span>
      </span>
      <span className="max-md:hidden">
        <LastRuns task={flow.id} />
      </span>
      <span className="nums text-soft max-md:order-3 max-md:text-right">
        {count(flow.run_count)} {flow.run_count === 1 ? "run" : "runs"}
      </span>
      <span className="text-soft max-md:order-4">
        <Time at={run?.started_at ?? flow.created_at} />
      </span>
      <span className="max-md:order-5 max-md:text-right">
        <Duration started={run?.started_at} took={took} />
      </span>
    </li>
  );
}

function componentsTold(names: string[]): string {
  if (names.length === 0) return "runs elsewhere, recorded here";
  return `${names.length === 1 ? "1 component" : `${count(names.length)} components`}: ${names.join(", ")}`;
}
