// The hits of a search through all logs, as they come.
import { useEffect, useState } from "react";
import { type LogHit, type LogSearchDone, searchLogs } from "@/api/logSearch";
import { type LogsSearch, toLogQuery } from "./search";

export interface LogHits {
  hits: readonly LogHit[];
  /** What was looked at; null while it searches. */
  done: LogSearchDone | null;
  error: unknown;
  searching: boolean;
}

const NONE: LogHits = { hits: [], done: null, error: null, searching: false };

/** Searches for what the address says; another address breaks the search off. */
export function useLogHits(search: LogsSearch, limit: number): LogHits {
  const [found, setFound] = useState(NONE);
  const { q, regex, fold, task, since } = search;
  useEffect(() => {
    const query = toLogQuery({ ...(q && { q }), ...(regex && { regex }), ...(fold && { fold }), ...(task && { task }), ...(since && { since }) }, Date.now(), limit);
    const asking = new AbortController();
    const told = (next: (before: LogHits) => LogHits) => {
      if (!asking.signal.aborted) setFound(next);
    };
    const ask = async () => {
      told(() => ({ ...NONE, searching: query !== null }));
      if (!query) return;
      try {
        const more = (hits: LogHit[]) => told((before) => ({ ...before, hits: [...before.hits, ...hits] }));
        const done = await searchLogs(query, more, asking.signal);
        told((before) => ({ ...before, done, searching: false }));
      } catch (error) {
        told((before) => ({ ...before, error, searching: false }));
      }
    };
    void ask();
    return () => asking.abort();
  }, [q, regex, fold, task, since, limit]);
  return found;
}
