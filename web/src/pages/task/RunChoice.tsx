// Choosing one of a task's runs.
import { Link, useNavigate } from "@tanstack/react-router";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { components } from "@/api/schema";
import { STATUS_WORDS, statusOfPhase } from "@/domain/run";
import { absolute } from "@/domain/time";
import { paths } from "@/paths";
import { IconButton, buttonClass } from "@/ui/button";
import { Select } from "@/ui/field";
import { Status } from "@/ui/status";

export type Task = components["schemas"]["TaskDetail"];

/** The number of the latest run; 0 without runs. */
export function latestOf(task: Task): number {
  return task.runs[0]?.runNumber ?? 0;
}

export function RunChoice({ task, number }: { task: Task; number: number }) {
  const navigate = useNavigate();
  const latest = latestOf(task);
  const go = (next: number) => void navigate({ ...paths.task(task.id, next === latest ? undefined : next), replace: true });
  const newest = task.runs[0];
  const status = newest && statusOfPhase(newest.phase);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <span className="flex items-center gap-1">
        <IconButton label="The run before" disabled={number <= 1} onClick={() => go(number - 1)}>
          <ChevronLeft aria-hidden />
        </IconButton>
        <Select aria-label="Run" value={number} onChange={(event) => go(Number(event.target.value))} className="max-w-[60vw]">
          {!task.runs.some((run) => run.runNumber === number) && <option value={number}>#{number}</option>}
          {task.runs.map((run) => (
            <option key={run.id} value={run.runNumber}>
              {label(run)}
            </option>
          ))}
        </Select>
        <IconButton label="The next run" disabled={number >= latest} onClick={() => go(number + 1)}>
          <ChevronRight aria-hidden />
        </IconButton>
      </span>
      {status && number !== latest && (
        <Link {...paths.task(task.id)} className="flex items-center gap-2 hover:underline">
          <span className="text-soft">The latest, #{latest}:</span> <Status status={status} />
        </Link>
      )}
      <Link {...paths.history({ task: task.id })} className={buttonClass("quiet")}>
        All {task.runCount.toLocaleString()} in the history
      </Link>
    </div>
  );
}

function label(run: Task["runs"][number]): string {
  const status = statusOfPhase(run.phase);
  return `#${run.runNumber}  ${status ? STATUS_WORDS[status] : ""}  ${absolute(run.startedAt || run.createdAt)}`;
}
