// The nodes of a run as bars over its time. It is the list of components too, for whoever does not use the graph.
import { NODE_WORDS, type NodeLook, triesTold } from "@/domain/node";
import { type Run, hasEnded } from "@/domain/run";
import { duration } from "@/domain/time";
import { cx } from "@/ui/cx";
import { NodeState } from "@/ui/nodeState";
import { Panel } from "@/ui/page";
import { Duration, useNow } from "@/ui/time";
import { type GanttRow, type Segment, marksOf, rowsOf, spanOf } from "./bars";

const COLOURS: Record<NodeLook, string> = {
  pending: "bg-line",
  running: "bg-live",
  success: "bg-good",
  failure: "bg-bad",
  cancelled: "bg-edge",
  skipped: "bg-edge",
  reused: "bg-good",
};

/** A row: name, state, time, and the bars below them on a narrow screen. */
const ROW = "grid grid-cols-[minmax(0,1fr)_max-content_4.5rem] items-center gap-x-3 gap-y-1 md:grid-cols-[10rem_7.5rem_minmax(0,1fr)_5rem]";

interface GanttProps {
  run: Run;
  selected: string | undefined;
  onSelect: (name: string) => void;
}

export function Gantt({ run, selected, onSelect }: GanttProps) {
  const present = useNow();
  const now = hasEnded(run) ? 0 : present;
  const { whole } = spanOf(run, now);
  const rows = rowsOf(run, now);
  return (
    <Panel aria-label="Components over time" className="py-2">
      <div aria-hidden className={cx(ROW, "px-4 max-md:hidden")}>
        <span className="col-start-3 relative h-5">
          {marksOf(whole * 0.95).map((mark) => (
            <span key={mark} className="nums absolute text-xs whitespace-nowrap text-soft" style={{ left: percent(mark, whole) }}>
              {mark === 0 ? "0" : duration(mark).replace(".0", "")}
            </span>
          ))}
        </span>
      </div>
      <ol>
        {rows.map((row) => (
          <li key={row.node.name}>
            <Row row={row} whole={whole} selected={row.node.name === selected} onSelect={() => onSelect(row.node.name)} />
          </li>
        ))}
      </ol>
      {rows.length === 0 && <p className="px-4 text-soft">Nothing has begun yet.</p>}
    </Panel>
  );
}

interface RowProps {
  row: GanttRow;
  whole: number;
  selected: boolean;
  onSelect: () => void;
}

function Row({ row: { node, title, look, segments }, whole, selected, onSelect }: RowProps) {
  const tries = triesTold(node);
  return (
    <button
      type="button"
      data-bar={node.name}
      aria-pressed={selected}
      onClick={onSelect}
      className={cx(ROW, "w-full px-4 py-1.5 text-left hover:bg-raised/60", selected && "bg-accent/10 shadow-[inset_3px_0_var(--accent)]")}
    >
      <span className="truncate" title={title}>
        {title}
      </span>
      <NodeState look={look} />
      <span className="relative h-3.5 rounded bg-raised max-md:order-last max-md:col-span-full max-md:h-2">
        {segments.map((segment, at) => (
          <Bar key={at} segment={segment} whole={whole} />
        ))}
      </span>
      <span className="flex flex-col text-right leading-tight">
        <Duration started={node.started_at} took={node.duration_ms} />
        {tries && <span className="text-xs text-warn">{tries}</span>}
      </span>
    </button>
  );
}

function Bar({ segment: { look, from, to, about }, whole }: { segment: Segment; whole: number }) {
  const told = `${about || NODE_WORDS[look]} (${duration(to - from)})`;
  return (
    <span
      data-segment={look}
      title={told}
      className={cx("absolute inset-y-0 min-w-1 rounded-sm", COLOURS[look], look === "running" && "animate-pulse")}
      style={{ left: percent(from, whole), width: percent(to - from, whole) }}
    />
  );
}

function percent(part: number, whole: number): string {
  return `${Math.min(100, Math.max(0, (part / whole) * 100))}%`;
}
