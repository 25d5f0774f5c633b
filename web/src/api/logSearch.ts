// Searching the logs of all runs: the server answers line by line as it finds.
import { ApiProblem } from "./problem";
import type { components } from "./schema";

export type LogHit = components["schemas"]["SearchHit"];
export type LogSearchDone = components["schemas"]["SearchDone"];

export interface LogQuery {
  q: string;
  regex?: boolean;
  case?: "ignore";
  task_id?: string;
  started_after?: string;
  limit: number;
}

/** Tells `found` of the hits as they come, and answers what was looked at. */
export async function searchLogs(query: LogQuery, found: (hits: LogHit[]) => void, signal: AbortSignal): Promise<LogSearchDone | null> {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) asked.set(name, String(value));
  }
  const response = await fetch(`/api/v1/logs/search?${asked.toString()}`, { signal, headers: { accept: "application/x-ndjson, application/problem+json" } });
  if (!response.ok || !response.body) throw ApiProblem.from(await response.json().catch(() => null), response);
  let done: LogSearchDone | null = null;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ""; ; ) {
    const part = await reader.read();
    if (part.done) return done;
    const lines = (rest + part.value).split("\n");
    rest = lines.pop() ?? "";
    const hits: LogHit[] = [];
    for (const line of lines) {
      const told = JSON.parse(line) as LogHit | LogSearchDone;
      if ("done" in told) done = told;
      else hits.push(told);
    }
    if (hits.length > 0) found(hits);
  }
}
