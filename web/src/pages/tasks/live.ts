// The list of tasks after runs of theirs have changed.
import type { InfiniteData } from "@tanstack/react-query";
import type { RunChange } from "@/api/feed";
import type { TaskRow } from "@/api/tasks";
import { type RunRow, phaseOf } from "@/domain/run";

interface TaskPage {
  tasks: TaskRow[];
}

export type TaskPages = InfiniteData<TaskPage, string | undefined>;

/** The list with what changed; null where it has to be read anew, as a task is new or a run went. */
export function patchedTasks(pages: TaskPages, changes: readonly RunChange[]): TaskPages | null {
  const newest = new Map<string, RunRow>();
  for (const change of changes) {
    if (!("run" in change)) return null;
    const known = newest.get(change.run.task_id);
    if (!known || known.number < change.run.number) newest.set(change.run.task_id, change.run);
  }
  const next = pages.pages.map((page) => ({
    ...page,
    tasks: page.tasks.map((task) => {
      const run = newest.get(task.id);
      newest.delete(task.id);
      return run ? patched(task, run) : task;
    }),
  }));
  return newest.size > 0 ? null : { ...pages, pages: next };
}

function patched(task: TaskRow, run: RunRow): TaskRow {
  const latest = task.latestRunNumber ?? 0;
  if (run.number < latest) return task;
  return {
    ...task,
    phase: phaseOf(run),
    startedAt: run.started_at ?? "",
    finishedAt: run.ended_at ?? "",
    latestRunNumber: run.number,
    runCount: task.runCount + run.number - latest,
  };
}
