// What an address says about a task's page: which run is selected, and the part of its log.
import { type LogSearch, parseLogSearch } from "@/pages/run/search";

export interface TaskSearch extends LogSearch {
  /** The number of the selected run; left out, the latest. */
  run?: number;
}

export function parseTaskSearch(raw: Record<string, unknown>): TaskSearch {
  const run = Number(raw["run"]);
  return { ...parseLogSearch(raw), ...(Number.isSafeInteger(run) && run > 0 && { run }) };
}
