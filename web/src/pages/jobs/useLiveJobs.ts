// The list of jobs kept up to date while it is looked at.
import { useMemo } from "react";
import { useRunFeed } from "@/api/feed";
import type { LiveState } from "@/api/live";
import { queryClient } from "@/api/query";
import { throttled } from "@/api/throttle";

/** The list is read anew at most so often, in milliseconds. */
const PAUSE = 1_000;

export function useLiveJobs(): LiveState {
  const reread = useMemo(() => throttled(() => void queryClient.invalidateQueries({ queryKey: ["jobs", "list"] }), PAUSE), []);
  return useRunFeed({
    changed: (changes) => {
      // A run that went may have been a job's.
      if (changes.some((change) => !("run" in change) || change.run.kind === "extraction")) reread();
    },
    reset: reread,
  });
}
