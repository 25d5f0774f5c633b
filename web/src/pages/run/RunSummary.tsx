// The head of a run: where it stands, when, by whom, and the runs around it.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Run } from "@/domain/run";
import { paths } from "@/paths";
import { Panel } from "@/ui/page";
import { Status } from "@/ui/status";
import { Duration, Time } from "@/ui/time";
import { Tags } from "./Tags";

export function RunSummary({ run }: { run: Run }) {
  return (
    <Panel aria-label="Summary" className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <span data-status={run.status}>
          <Status status={run.status} errorType={run.error_type} className="text-base" />
        </span>
        {run.cancel_requested && run.ended_at == null && <span className="text-warn">is being cancelled</span>}
        <Item name={run.started_at ? "Started" : "Submitted"}>
          <Time at={run.started_at ?? run.created_at} />
        </Item>
        <Item name="Took">
          <Duration started={run.started_at} took={run.duration_ms} />
        </Item>
        <Item name="Trigger">
          {run.trigger_type}
          {run.user_id && ` by ${run.user_id}`}
        </Item>
        <Around run={run} />
        <Tags run={run} />
      </div>
      {run.error && (
        <p role="alert" className="rounded-md border border-bad/40 bg-bad/10 px-3 py-2 whitespace-pre-wrap wrap-anywhere">
          {run.error.message || "It failed, and nothing more is known."}
        </p>
      )}
    </Panel>
  );
}

function Item({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="whitespace-nowrap">
      <span className="text-soft">{name}</span> {children}
    </span>
  );
}

/** The run it was made from, and those made from it. */
function Around({ run }: { run: Run }) {
  const children = run.child_run_ids;
  return (
    <>
      {run.parent_run_id && (
        <Link {...paths.run(run.parent_run_id)} className="text-accent hover:underline">
          Made from another run
        </Link>
      )}
      {children.length > 0 && (
        <details className="relative">
          <summary className="text-accent">
            {children.length} {children.length === 1 ? "run was" : "runs were"} made from it
          </summary>
          <ul className="absolute z-20 mt-1 max-h-64 overflow-auto rounded-md border border-line bg-panel p-2 shadow-lg">
            {children.map((id, at) => (
              <li key={id}>
                <Link {...paths.run(id)} className="block rounded px-2 py-0.5 font-mono text-xs whitespace-nowrap hover:bg-raised">
                  {at === 0 ? "the latest: " : ""}
                  {id}
                </Link>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
