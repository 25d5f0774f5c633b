// What a job is: documents, fields that are looked for in them, and runs that find them. Every page asks here.
import type { components } from "@/api/schema";

export type JobStatus = components["schemas"]["JobStatusWord"];
export type ConfigStep = components["schemas"]["ConfigStepWord"];
export type TaskStatus = components["schemas"]["JobTaskWord"];
export type FileStatus = components["schemas"]["FileStatusWord"];
export type Mode = components["schemas"]["ModeWord"];

export const JOB_STATUSES: readonly JobStatus[] = ["pending", "in_progress", "partially_completed", "completed", "failed", "cancelled"];

interface Standing {
  status: JobStatus;
  config_step: ConfigStep;
}

/** Whether it is still being set up. */
export function isDraft({ config_step }: Pick<Standing, "config_step">): boolean {
  return config_step !== "submitted";
}

/** Whether nothing of it can change any more. */
export function jobEnded({ status }: Pick<Standing, "status">): boolean {
  return status !== "pending" && status !== "in_progress";
}

/** What may be done with a run of a job. */
export const jobCan = {
  cancel: (run: Standing): boolean => !isDraft(run) && !jobEnded(run),
  /** There may be values to look at and to take away. */
  export: (run: Standing): boolean => !isDraft(run) && run.status !== "pending",
};

/** How a status is told to people; one that is still being set up is a draft. */
export function jobWords(run: Standing): string {
  return isDraft(run) && run.status === "pending" ? "Draft" : JOB_WORDS[run.status];
}

export const JOB_WORDS: Record<JobStatus, string> = {
  pending: "Waiting",
  in_progress: "Running",
  partially_completed: "Completed in part",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
};

export const TASK_WORDS: Record<TaskStatus, string> = {
  pending: "Waiting",
  processing: "Reading",
  completed: "Done",
  failed: "Failed",
};

export const FILE_WORDS: Record<FileStatus, string> = {
  uploading: "Coming",
  uploaded: "There",
  importing: "Being fetched",
  unpacking: "Being unpacked",
  unpacked: "Unpacked",
  failed: "Failed",
};

export const MODE_WORDS: Record<Mode, string> = {
  individual: "Each file by itself",
  combined: "All files of the folder together",
};

/** The steps of the wizard, in their order. */
export const STEPS: readonly Exclude<ConfigStep, "submitted">[] = ["upload", "fields", "review"];

/** How sure a value is. */
export type Sureness = "high" | "middle" | "low";

/** How sure a value of this confidence (0 to 1) is; null where nothing is told. */
export function sureness(confidence: number | null | undefined): Sureness | null {
  if (confidence == null) return null;
  if (confidence >= 0.85) return "high";
  return confidence >= 0.6 ? "middle" : "low";
}

export const SURENESS_WORDS: Record<Sureness, string> = { high: "sure", middle: "look once more", low: "not sure" };

/** The folder of a path; empty for a file in none. */
export function folderOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "" : path.slice(0, end);
}

/** How a value stands in a table. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export interface Folder {
  /** Empty for files in none. */
  path: string;
  mode: Mode;
  files: number;
}

/** The folders that the files of these tasks lie in, each with how it is read. */
export function foldersOf(tasks: readonly { path: string; mode: Mode; file_count: number }[]): Folder[] {
  const folders = new Map<string, Folder>();
  for (const task of tasks) {
    const path = task.mode === "combined" ? task.path.replace(/^\/$/, "") : folderOf(task.path);
    const files = (folders.get(path)?.files ?? 0) + task.file_count;
    folders.set(path, { path, mode: task.mode, files });
  }
  return [...folders.values()];
}
