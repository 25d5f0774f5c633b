// What an address says about a job: which of its runs, which part of it, which cell of its table.
import { STEPS } from "@/domain/job";

export const JOB_TABS = ["results", "tasks", "files", "fields", "exports"] as const;

export type JobTab = (typeof JOB_TABS)[number];

export interface JobSearch {
  run?: string;
  step?: (typeof STEPS)[number];
  tab?: JobTab;
  /** The page of results, from 1. */
  page?: number;
  /** A cell: task, row and column, as in `t3.0.2`. */
  cell?: string;
}

export function parseJobSearch(raw: Record<string, unknown>): JobSearch {
  const search: JobSearch = {};
  const text = (name: string) => (typeof raw[name] === "string" || typeof raw[name] === "number" ? String(raw[name]) : "");
  if (text("run")) search.run = text("run");
  const step = STEPS.find((known) => known === text("step"));
  if (step) search.step = step;
  const tab = JOB_TABS.find((known) => known === text("tab"));
  if (tab) search.tab = tab;
  const page = Number(text("page"));
  if (Number.isInteger(page) && page > 1) search.page = page;
  if (parseCell(text("cell"))) search.cell = text("cell");
  return search;
}

/** A place in the table of results. */
export interface CellPlace {
  task: string;
  row: number;
  column: number;
}

export function parseCell(text: string | undefined): CellPlace | null {
  const found = /^(.+)\.(\d+)\.(\d+)$/.exec(text ?? "");
  return found?.[1] === undefined ? null : { task: found[1], row: Number(found[2]), column: Number(found[3]) };
}

export function formatCell({ task, row, column }: CellPlace): string {
  return `${task}.${row}.${column}`;
}
