// The parts of a run as bars over its time.
import { type Run, type RunNode, type RunStatus } from "@/domain/run";
import { cx } from "@/ui/cx";
import { Panel } from "@/ui/page";
import { Status } from "@/ui/status";
import { Duration, useNow } from "@/ui/time";

const COLOURS: Record<RunStatus, string> = {
  pending: "bg-line",
  running: "bg-live",
  success: "bg-good",
  failure: "bg-bad",
  cancelled: "bg-edge",
};

export function NodeBars({ run }: { run: Run }) {
  const present = useNow();
  const begin = Date.parse(run.started_at ?? run.created_at);
  const end = run.ended_at ? Date.parse(run.ended_at) : present;
  const whole = Math.max(1, end - begin);
  return (
    <Panel aria-label="Parts of the run" className="flex flex-col gap-2 p-4">
      {run.nodes.length === 0 && <p className="text-soft">Nothing has begun yet.</p>}
      {run.nodes.map((node) => (
        <div key={node.name} className="grid grid-cols-[6rem_minmax(0,1fr)_5rem] items-center gap-x-3 sm:grid-cols-[8rem_8rem_minmax(0,1fr)_6rem]">
          <span className="truncate font-mono" title={node.name}>
            {node.name}
          </span>
          <span className="max-sm:hidden">{state(node)}</span>
          <Bar node={node} begin={begin} whole={whole} end={end} />
          <span className="text-right">
            <Duration started={node.started_at} took={node.duration_ms} />
          </span>
          {node.message && <span className="col-span-full text-xs wrap-anywhere text-soft">{node.message}</span>}
        </div>
      ))}
    </Panel>
  );
}

function state(node: RunNode) {
  return node.state === "skipped" ? <span className="text-soft">Skipped</span> : <Status status={node.state} />;
}

function Bar({ node, begin, whole, end }: { node: RunNode; begin: number; whole: number; end: number }) {
  if (node.started_at == null) return <span className="h-3 rounded bg-raised" />;
  const from = Date.parse(node.started_at) - begin;
  const to = (node.ended_at ? Date.parse(node.ended_at) : end) - begin;
  const percent = (part: number) => `${Math.min(100, Math.max(0, (part / whole) * 100))}%`;
  const colour = COLOURS[node.state === "skipped" ? "cancelled" : node.state];
  return (
    <span aria-hidden className="relative h-3 overflow-hidden rounded bg-raised">
      <span
        className={cx("absolute inset-y-0 min-w-0.5 rounded", colour)}
        style={{ left: percent(from), width: percent(to - from) }}
      />
    </span>
  );
}
