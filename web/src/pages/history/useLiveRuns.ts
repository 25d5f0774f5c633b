// The list of runs kept up to date while it is looked at.
import { useEffect, useState } from "react";
import { type RunChange, useRunFeed } from "@/api/feed";
import type { LiveState } from "@/api/live";
import { queryClient } from "@/api/query";
import { runQueries } from "@/api/runs";
import { statsChanged } from "@/api/stats";
import { throttled } from "@/api/throttle";
import { type RunPages, parted, patched } from "./live";
import { type HistorySearch, toFilter } from "./search";

/** The figures are read again at most so often. */
const rereadFigures = throttled(() => void statsChanged(), 2_000);

/** A list that grew beyond this is read anew, from its beginning. */
const MOST = 2_000;

export interface LiveRuns {
  state: LiveState;
  /** New runs that wait to be shown, since the reader looks at older ones. */
  waiting: number;
  show: () => void;
}

/** Keeps the list up to date, from when it was `read` first. */
export function useLiveRuns(search: HistorySearch, read: boolean): LiveRuns {
  const { queryKey } = runQueries.list(search, (now) => toFilter(search, now));
  const [waiting, setWaiting] = useState<readonly RunChange[]>([]);
  const [begun, setBegun] = useState(read);
  if (read && !begun) setBegun(true);
  const apply = (changes: readonly RunChange[]) => {
    const next = queryClient.setQueryData<RunPages>(queryKey, (pages) => pages && patched(pages, changes, toFilter(search, Date.now())));
    if ((next?.pages[0]?.runs.length ?? 0) > MOST) void queryClient.invalidateQueries({ queryKey });
  };
  const show = () => {
    apply(waiting);
    setWaiting([]);
  };
  const state = useRunFeed({
    task: search.task,
    waits: !begun,
    changed: (changes) => {
      rereadFigures();
      const pages = queryClient.getQueryData<RunPages>(queryKey);
      if (!pages) return;
      if (isAtTop()) {
        apply(changes);
        return;
      }
      // Rows do not move under the eyes of the reader.
      const { fresh, known } = parted(pages, changes, toFilter(search, Date.now()));
      apply(known);
      setWaiting((before) => merged(before, fresh));
    },
    reset: () => {
      setWaiting([]);
      void queryClient.invalidateQueries({ queryKey });
      rereadFigures();
    },
  });
  useEffect(() => {
    if (waiting.length === 0) return;
    const scrolled = () => {
      if (isAtTop()) show();
    };
    window.addEventListener("scroll", scrolled);
    return () => window.removeEventListener("scroll", scrolled);
  });
  return { state, waiting: waiting.length, show };
}

function isAtTop(): boolean {
  return window.scrollY < 80;
}

/** The last change of each run. */
function merged(before: readonly RunChange[], fresh: readonly RunChange[]): RunChange[] {
  const id = (change: RunChange) => ("run" in change ? change.run.id : change.id);
  const last = new Map([...before, ...fresh].map((change) => [id(change), change]));
  return [...last.values()];
}
