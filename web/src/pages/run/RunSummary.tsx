// The head of a run: where it stands, when, by whom, and the runs around it.
import { Pin } from "lucide-react";
import type { ReactNode } from "react";
import { type Run, isRecorded } from "@/domain/run";
import { Panel } from "@/ui/page";
import { Status } from "@/ui/status";
import { Duration, Time } from "@/ui/time";
import { Around } from "./Around";
import { Tags } from "./Tags";

export function RunSummary({ run }: { run: Run }) {
  return (
    <Panel aria-label="Summary" className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <span data-status={run.status}>
          <Status status={run.status} errorType={run.error_type} className="text-base" />
        </span>
        {run.pinned && (
          <span className="inline-flex items-center gap-1 text-accent" title="Retention leaves it alone">
            <Pin aria-hidden className="size-4" /> Pinned
          </span>
        )}
        {isRecorded(run) && (
          <span className="text-soft" title="It can be neither stopped nor run again from here">
            Ran elsewhere, recorded here
          </span>
        )}
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
