// Runs as bars next to each other, the oldest first: colour and shape by status, height by duration.
import { Link, type LinkProps } from "@tanstack/react-router";
import { type RunStatus, STATUS_WORDS } from "@/domain/run";
import { duration } from "@/domain/time";
import { cx } from "./cx";

export interface BarRun {
  id: string;
  number: number;
  status: RunStatus;
  /** In milliseconds; null while it waits or goes on. */
  took: number | null;
  to: LinkProps;
  selected?: boolean;
}

const COLOURS: Record<RunStatus, string> = {
  pending: "bg-line",
  running: "bg-live animate-pulse",
  success: "bg-good",
  failure: "bg-bad",
  cancelled: "bg-edge",
};

interface BarsProps {
  runs: readonly BarRun[];
  /** What the bars are, for those who do not see them. */
  label: string;
  /** The classes of the whole: its height. */
  className: string;
}

export function Bars({ runs, label, className }: BarsProps) {
  const longest = Math.max(1, ...runs.map((run) => run.took ?? 0));
  const failed = runs.filter((run) => run.status === "failure").length;
  return (
    <div className={cx("flex items-end gap-0.5", className)}>
      <span className="sr-only">
        {label}: {runs.length} runs, {failed} failed, the longest took {duration(longest)}.
      </span>
      {runs.map((run) => (
        <Link
          key={run.id}
          {...run.to}
          // The same is reached by the list of runs; here it would be many stops for the keyboard.
          tabIndex={-1}
          aria-hidden
          title={`#${run.number} ${STATUS_WORDS[run.status]}${run.took === null ? "" : `, ${duration(run.took)}`}`}
          className="group relative flex h-full max-w-3 min-w-1 flex-1 items-end"
        >
          <span
            style={{ height: `${share(run, longest)}%` }}
            className={cx(
              "w-full rounded-xs group-hover:brightness-125",
              COLOURS[run.status],
              run.selected && "outline-2 outline-offset-1 outline-accent",
            )}
          />
        </Link>
      ))}
    </div>
  );
}

/** The height in percent: by the root of the duration, so that short runs are seen beside long ones. */
function share({ took, status }: BarRun, longest: number): number {
  if (took === null) return status === "running" ? 60 : 25;
  return 25 + 75 * Math.sqrt(took / longest);
}
