// What changes among all runs, for lists that are kept up to date.
import { useEffect, useEffectEvent, useState } from "react";
import type { RunRow } from "@/domain/run";
import { LiveSource, type LiveState } from "./live";

/** Changes that come together are told together, in milliseconds. */
const GATHER = 250;

/** A run as it is now, or that it is gone. */
export type RunChange = { run: RunRow } | { id: string };

interface FeedOptions {
  /** Only runs of this task. */
  task?: string | undefined;
  /** Whether to wait: what is read first should not share the way with the stream. It is read again when that begins. */
  waits?: boolean;
  /** Told of the last change of each run. */
  changed: (changes: RunChange[]) => void;
  /** What was read before may lack something: it is to be read anew. */
  reset: () => void;
}

/** Follows all runs while the page is looked at. */
export function useRunFeed({ task, waits = false, changed, reset }: FeedOptions): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  const tellChanged = useEffectEvent(changed);
  const tellReset = useEffectEvent(reset);
  useEffect(() => {
    if (waits) return;
    const gathered = new Map<string, RunChange>();
    let gathering: number | undefined;
    const flush = () => {
      gathering = undefined;
      tellChanged([...gathered.values()]);
      gathered.clear();
    };
    const take = (data: string) => {
      const change = JSON.parse(data) as RunChange;
      gathered.set("run" in change ? change.run.id : change.id, change);
      gathering ??= window.setTimeout(flush, GATHER);
    };
    const source = new LiveSource({
      url: (after) => Promise.resolve(feedUrl(task, after)),
      events: { ready: () => tellReset(), reset: () => tellReset(), ...Object.fromEntries(KINDS.map((kind) => [kind, take])) },
      tell: setState,
    });
    source.begin();
    return () => {
      source.stop();
      window.clearTimeout(gathering);
    };
  }, [task, waits]);
  return state;
}

const KINDS = ["created", "status", "ended", "tagged", "pinned", "deleted"] as const;

function feedUrl(task: string | undefined, after: string | null): string {
  const query = new URLSearchParams();
  if (task !== undefined) query.set("task_id", task);
  if (after) query.set("after", after);
  return `/api/v1/events?${query.toString()}`;
}
