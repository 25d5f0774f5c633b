// The latest runs of a task: how they ended and how long they took. A press selects one.
import { statusOfPhase } from "@/domain/run";
import { duration, median } from "@/domain/time";
import { paths } from "@/paths";
import { type BarRun, Bars } from "@/ui/bars";
import { Panel } from "@/ui/page";
import type { Task } from "./RunChoice";

export function RunChart({ task, number }: { task: Task; number: number }) {
  const bars = task.runs.toReversed().map((run) => barOf(task.id, run, number));
  const succeeded = bars.filter((bar) => bar.status === "success");
  const ended = bars.filter((bar) => bar.status === "success" || bar.status === "failure");
  const usual = median(succeeded.flatMap((bar) => bar.took ?? []));
  if (bars.length < 2) return null;
  return (
    <Panel aria-label="Latest runs" className="flex flex-1 basis-80 flex-wrap items-center gap-x-6 gap-y-2 px-4 py-2">
      <Bars runs={bars} label="Latest runs" className="h-9 min-w-0 flex-1 basis-40" />
      <p className="nums flex gap-x-4 text-soft">
        {ended.length > 0 && (
          <span>
            <strong className="font-medium text-text">{Math.round((100 * succeeded.length) / ended.length)} %</strong> succeeded
          </span>
        )}
        {usual !== null && (
          <span>
            usually <strong className="font-medium text-text">{duration(usual)}</strong>
          </span>
        )}
      </p>
    </Panel>
  );
}

function barOf(task: string, run: Task["runs"][number], selected: number): BarRun {
  const took = run.startedAt && run.finishedAt ? Date.parse(run.finishedAt) - Date.parse(run.startedAt) : null;
  return {
    id: run.id,
    number: run.runNumber,
    status: statusOfPhase(run.phase) ?? "pending",
    took,
    to: paths.task(task, run.runNumber),
    selected: run.runNumber === selected,
  };
}
