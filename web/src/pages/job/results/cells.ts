// The table of results: a row for each record that a task found, a cell for each field.
import type { Correction, Evidence, TaskResult } from "@/api/jobs";
import { type Sureness, cellText, sureness } from "@/domain/job";
import type { CellPlace } from "../search";

export interface Cell {
  place: CellPlace;
  column: string;
  /** What stands in the table: a person's value where there is one. */
  value: unknown;
  /** What was found by the machine. */
  found: unknown;
  correction: Correction | null;
  confidence: number | null;
  evidence: Evidence | null;
}

export interface Row {
  task: TaskResult;
  /** Its number within the task, from 0. */
  row: number;
  cells: Cell[];
}

export function rowsOf(results: readonly TaskResult[]): Row[] {
  return results.flatMap((task) => task.extracted_data.results.map((_, row) => ({ task, row, cells: task.extracted_data.columns.map((_, column) => cellOf(task, row, column)) })));
}

function cellOf(task: TaskResult, row: number, column: number): Cell {
  const name = task.extracted_data.columns[column] ?? "";
  // A person's value stands in the table already.
  const value = task.extracted_data.results[row]?.[column] ?? null;
  const correction = task.corrections.find((one) => one.row === row && one.column === name) ?? null;
  return {
    place: { task: task.task_id, row, column },
    column: name,
    value,
    found: correction ? correction.machine_value : value,
    correction,
    confidence: task.confidence?.[row]?.[column] ?? null,
    evidence: task.evidence?.[row]?.[column] ?? null,
  };
}

export type Mark = Sureness | "corrected" | "empty";

/** What is to be said of a cell at a glance; null where nothing is told. */
export function markOf(cell: Cell): Mark | null {
  if (cell.correction) return "corrected";
  if (cellText(cell.value) === "") return "empty";
  return sureness(cell.confidence);
}

/** What somebody wrote, as the value that it means where the machine's is a number, a truth or nothing. */
export function written(text: string, found: unknown): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (typeof found === "number" && Number.isFinite(Number(trimmed))) return Number(trimmed);
  if (typeof found === "boolean" && /^(yes|true|no|false)$/i.test(trimmed)) return /^(yes|true)$/i.test(trimmed);
  return trimmed;
}
