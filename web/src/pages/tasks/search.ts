// What an address says about the list of tasks.
import type { TaskFilter } from "@/api/tasks";

const PHASES = ["Pending", "Running", "Succeeded", "Failed", "Error", "Cancelled"] as const;

export interface TasksSearch {
  q?: string;
  phase?: (typeof PHASES)[number];
}

export const TASK_PHASES = PHASES;

export function parseTasksSearch(raw: Record<string, unknown>): TasksSearch {
  const q = typeof raw["q"] === "string" || typeof raw["q"] === "number" ? String(raw["q"]) : "";
  const phase = PHASES.find((known) => known === raw["phase"]);
  return { ...(q && { q }), ...(phase && { phase }) };
}

export function toTaskFilter({ q, phase }: TasksSearch): TaskFilter {
  return { ...(q && { q }), ...(phase && { phase }) };
}
