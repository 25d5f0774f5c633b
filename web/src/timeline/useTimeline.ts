// A timeline that is kept up to date while it is looked at.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import { LiveSource, type LiveState } from "@/api/live";
import { queryClient } from "@/api/query";
import { type TimelineEntry, type TimelineFilter, type TimelineOrder, streamUrl, timelineQueries } from "@/api/timeline";
import { type TimelinePages, added, newest } from "./live";

/**
 * The entries of a task, or of one of its runs, and how their stream is doing. The stream is the task's, also for a run: notes come
 * after a run has ended, when its own stream has closed.
 */
export function useTimeline(task: string, filter: TimelineFilter, order: TimelineOrder) {
  const options = timelineQueries.list(task, filter, order);
  const list = useInfiniteQuery(options);
  // With the oldest first, what is new comes after all that is still to be read.
  const ready = list.isSuccess && (order === "desc" || !list.hasNextPage);
  const [state, setState] = useState<LiveState>("connecting");
  const known = useEffectEvent(() => newest(queryClient.getQueryData<TimelinePages>(options.queryKey)));
  const take = useEffectEvent((data: string) => {
    const entry = JSON.parse(data) as TimelineEntry;
    queryClient.setQueryData<TimelinePages>(options.queryKey, (pages) => pages && added(pages, entry, order));
  });
  const key = JSON.stringify(options.queryKey);
  const url = useEffectEvent((after: string | null) => streamUrl(task, filter, after ?? String(known())));
  useEffect(() => {
    if (!ready) return;
    const source = new LiveSource({
      url: (after) => Promise.resolve(url(after)),
      events: { history: (data) => take(data) },
      tell: setState,
    });
    source.begin();
    return () => source.stop();
  }, [ready, key]);
  return { list, state: ready ? state : null };
}
