// A flow and its runs kept up to date while it is looked at.
import { useMemo } from "react";
import { useRunFeed } from "@/api/feed";
import { flowQueries } from "@/api/flows";
import type { LiveState } from "@/api/live";
import { queryClient } from "@/api/query";
import { throttled } from "@/api/throttle";

/** It is read anew at most so often, in milliseconds. */
const PAUSE = 500;

export function useLiveFlow(id: string): LiveState {
  const reread = useMemo(
    () =>
      throttled(() => {
        void queryClient.invalidateQueries({ queryKey: flowQueries.one(id).queryKey });
        void queryClient.invalidateQueries({ queryKey: ["runs", "latest", id] });
      }, PAUSE),
    [id],
  );
  return useRunFeed({ task: id, changed: reread, reset: reread });
}
