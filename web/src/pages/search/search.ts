// What an address says about a search through all logs.
import type { LogQuery } from "@/api/logSearch";
import { SPANS, type Span, isSpan } from "@/pages/history/search";

export interface LogsSearch {
  q?: string;
  /** Whether `q` is a regular expression, and whether it finds upper and lower case alike. */
  regex?: "yes";
  fold?: "yes";
  task?: string;
  since?: Span;
}

export function parseLogsSearch(raw: Record<string, unknown>): LogsSearch {
  const search: LogsSearch = {};
  if (typeof raw["q"] === "string" && raw["q"]) search.q = raw["q"];
  if (raw["regex"] === "yes") search.regex = "yes";
  if (raw["fold"] === "yes") search.fold = "yes";
  if (typeof raw["task"] === "string" && raw["task"]) search.task = raw["task"];
  if (typeof raw["since"] === "string" && isSpan(raw["since"])) search.since = raw["since"];
  return search;
}

/** The query for the API; null where nothing is searched for. */
export function toLogQuery(search: LogsSearch, now: number, limit: number): LogQuery | null {
  if (!search.q) return null;
  return {
    q: search.q,
    limit,
    ...(search.regex && { regex: true }),
    ...(search.fold && { case: "ignore" as const }),
    ...(search.task && { task_id: search.task }),
    ...(search.since && { started_after: new Date(now - SPANS[search.since]).toISOString() }),
  };
}
