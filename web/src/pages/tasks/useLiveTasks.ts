// The list of tasks kept up to date while it is looked at.
import { useMemo } from "react";
import { useRunFeed } from "@/api/feed";
import type { LiveState } from "@/api/live";
import { queryClient } from "@/api/query";
import { taskQueries } from "@/api/tasks";
import { throttled } from "@/api/throttle";
import { type TaskPages, patchedTasks } from "./live";
import { type TasksSearch, toTaskFilter } from "./search";

/** Lists are read anew at most so often, in milliseconds. */
const PAUSE = 2_000;

export function useLiveTasks(search: TasksSearch): LiveState {
  const { queryKey } = taskQueries.list(toTaskFilter(search));
  const reread = useMemo(
    () =>
      throttled(() => {
        void queryClient.invalidateQueries({ queryKey: ["tasks", "list"] });
        void queryClient.invalidateQueries({ queryKey: ["runs", "latest"] });
      }, PAUSE),
    [],
  );
  return useRunFeed({
    changed: (changes) => {
      const pages = queryClient.getQueryData<TaskPages>(queryKey);
      const next = pages && search.phase === undefined ? patchedTasks(pages, changes) : null;
      if (next) queryClient.setQueryData(queryKey, next);
      else reread();
      for (const change of changes) {
        if ("run" in change) void queryClient.invalidateQueries({ queryKey: ["runs", "latest", change.run.task_id] });
      }
    },
    reset: reread,
  });
}
