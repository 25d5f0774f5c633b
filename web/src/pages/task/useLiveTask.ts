// A task's runs kept up to date while it is looked at.
import { useMemo } from "react";
import { useRunFeed } from "@/api/feed";
import { queryClient } from "@/api/query";
import { taskQueries } from "@/api/tasks";
import { throttled } from "@/api/throttle";

/** The task is read anew at most so often, in milliseconds. */
const PAUSE = 1_500;

export function useLiveTask(id: string): void {
  const reread = useMemo(
    () => throttled(() => void queryClient.invalidateQueries({ queryKey: taskQueries.one(id).queryKey }), PAUSE),
    [id],
  );
  useRunFeed({ task: id, changed: reread, reset: reread });
}
