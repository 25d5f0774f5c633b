// How long the tasks' runs usually take, from the runs that are listed.
import type { RunRow } from "@/domain/run";
import { median } from "@/domain/time";

/** So many successes of a task tell what is usual. */
const ENOUGH = 3;

/** The usual duration in milliseconds by task: the median of its successes. */
export function usualDurations(rows: readonly RunRow[]): Map<string, number> {
  const taken = new Map<string, number[]>();
  for (const run of rows) {
    if (run.status !== "success" || run.duration_ms == null) continue;
    const known = taken.get(run.task_id);
    if (known) known.push(run.duration_ms);
    else taken.set(run.task_id, [run.duration_ms]);
  }
  const usual = new Map<string, number>();
  for (const [task, durations] of taken) {
    const middle = durations.length < ENOUGH ? null : median(durations);
    if (middle !== null) usual.set(task, middle);
  }
  return usual;
}
