// How far a run of a job is, by what its stream tells.
import type { JobStatus } from "@/domain/job";
import type { JobTask, Progress } from "./jobs";

export type JobEvent =
  | { type: "full_state"; status: JobStatus; progress: { total_tasks: number; completed: number; failed: number; tasks: JobTask[] } }
  | { type: "task_started" | "task_completed"; task_id: string }
  | { type: "task_failed"; task_id: string; error: string | null }
  | { type: Other };

type Other =
  | "job_completed"
  | "files_extracted"
  | "file_status_changed"
  | "extraction_failed"
  | "import_started"
  | "import_progress"
  | "import_completed"
  | "import_failed"
  | "export_started"
  | "export_completed"
  | "export_failed"
  | "keepalive";

/** How far the run is after the event. */
export function patched(known: Progress | undefined, event: JobEvent): Progress | undefined {
  if (event.type === "full_state") return { status: event.status, ...event.progress, tasks: event.progress.tasks.map((task) => ({ ...errorOf(known, task.id), ...task })) };
  if (!known) return known;
  switch (event.type) {
    case "task_started":
      return counted({ ...known, status: "in_progress" }, event.task_id, { status: "processing" });
    case "task_completed":
      return counted(known, event.task_id, { status: "completed" });
    case "task_failed":
      return counted(known, event.task_id, { status: "failed", error: event.error });
    default:
      return known;
  }
}

function counted(known: Progress, id: string, change: Partial<JobTask>): Progress {
  const tasks = known.tasks.map((task) => (task.id === id ? { ...task, ...change } : task));
  const count = (status: JobTask["status"]) => tasks.filter((task) => task.status === status).length;
  return { ...known, tasks, completed: count("completed"), failed: count("failed") };
}

/** Why a task failed, where it was told before: the whole state does not say it. */
function errorOf(known: Progress | undefined, id: string): Pick<JobTask, "error"> {
  const error = known?.tasks.find((task) => task.id === id)?.error;
  return error ? { error } : {};
}
