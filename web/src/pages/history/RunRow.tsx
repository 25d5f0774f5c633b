// A run in the list.
import { Link } from "@tanstack/react-router";
import { Filter, Pin } from "lucide-react";
import type { RunRow as Row } from "@/domain/run";
import { paths } from "@/paths";
import { cx } from "@/ui/cx";
import { Status } from "@/ui/status";
import { TagLink } from "@/ui/tag";
import { Duration, Time } from "@/ui/time";
import type { HistorySearch } from "./search";

export const COLUMNS = ["Status", "Task", "Run", "Trigger", "Started", "Duration", "Tags"] as const;

/** The columns of a row on a wide screen. */
export const ROW =
  "grid gap-x-3 px-4 md:grid-cols-[13rem_minmax(8rem,2fr)_4.5rem_minmax(4.5rem,7rem)_7.5rem_6.5rem_minmax(4rem,1.5fr)]";

const OF_KIND = { script: "In its task", flow: "Its flow", extraction: "In its job" };

const CELL = "flex min-w-0 items-center";

interface RunRowProps {
  run: Row;
  search: HistorySearch;
  /** How long runs of its task usually take, in milliseconds. */
  usual: number | undefined;
  /** Whether the reader has chosen it. */
  chosen: boolean;
  onChoose: (id: string) => void;
  /** Whether the keys stand at it. */
  focused: boolean;
}

export function RunRow({ run, search, usual, chosen, onChoose, focused }: RunRowProps) {
  const trigger = { ...search, trigger: run.trigger_type };
  return (
    <div
      data-run={run.id}
      data-focused={focused || undefined}
      className={cx(
        ROW,
        "relative items-center border-b border-line py-1.5 md:min-h-10.5 hover:bg-raised/50 max-md:grid-cols-[minmax(0,1fr)_max-content] max-md:gap-y-0.5 max-md:py-2",
        chosen && "bg-accent/10",
        focused && "bg-raised shadow-[inset_3px_0_var(--accent)]",
      )}
    >
      <span role="cell" className={cx(CELL, "max-md:order-2")}>
        <label className="relative z-10 -my-2 -ml-2 flex shrink-0 cursor-pointer p-2">
          <span className="sr-only">
            Choose {run.task_name} #{run.number}
          </span>
          <input type="checkbox" checked={chosen} onChange={() => onChoose(run.id)} className="size-4 accent-accent-strong" />
        </label>
        <Status status={run.status} errorType={run.error_type} className="overflow-hidden" />
      </span>
      <span role="cell" className={cx(CELL, "group gap-1 max-md:order-1 max-md:col-span-2")}>
        {/* The link covers the row, so that a press anywhere opens the run. */}
        <Link
          {...paths.run(run.id)}
          className="min-w-0 truncate font-medium text-text after:absolute after:inset-0 hover:text-accent"
        >
          {run.task_name}
        </Link>
        {run.pinned && <Pin aria-label="pinned" className="size-3.5 shrink-0 text-soft" />}
        <Link
          {...paths.history({ ...search, task: run.task_id })}
          aria-label={`Only runs of ${run.task_name}`}
          title="Only runs of this task"
          className="relative rounded p-0.5 text-soft opacity-0 group-hover:opacity-100 hover:text-accent focus-visible:opacity-100 max-md:hidden"
        >
          <Filter aria-hidden className="size-3.5" />
        </Link>
      </span>
      <span role="cell" className={cx(CELL, "max-md:hidden")}>
        <Link {...paths.ofRun(run)} title={OF_KIND[run.kind]} className="nums relative text-soft hover:text-accent hover:underline">
          #{run.number}
        </Link>
      </span>
      <span role="cell" className={cx(CELL, "max-md:hidden")}>
        <Link {...paths.history(trigger)} title="Only this trigger" className="relative truncate text-soft hover:text-accent hover:underline">
          {run.trigger_type}
        </Link>
      </span>
      <span role="cell" className={cx(CELL, "text-soft max-md:order-3 max-md:justify-end")}>
        <span className="nums mr-2 md:hidden">#{run.number}</span>
        <Time at={run.started_at ?? run.created_at} />
      </span>
      <span role="cell" className={cx(CELL, "max-md:order-5 max-md:justify-end")}>
        <Duration started={run.started_at} took={run.duration_ms} usual={usual} />
      </span>
      <span role="cell" className={cx(CELL, "gap-1 overflow-hidden max-md:order-4")}>
        <span className="relative flex min-w-0 gap-1">
          {run.tags.slice(0, 3).map((tag) => (
            <TagLink key={tag} tag={tag} />
          ))}
          {run.tags.length > 3 && (
            <span className="text-xs text-soft" title={run.tags.join(", ")}>
              +{run.tags.length - 3}
            </span>
          )}
        </span>
      </span>
    </div>
  );
}
