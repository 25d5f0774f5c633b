// What is shown of automations kept up to date while it is looked at: whatever they do is a run of a job.
import { useMemo } from "react";
import { automationsChanged } from "@/api/automations";
import { useRunFeed } from "@/api/feed";
import type { LiveState } from "@/api/live";
import { throttled } from "@/api/throttle";

/** What is shown is read anew at most so often, in milliseconds. */
const PAUSE = 1_000;
/** What comes after a run's end is begun by the server within so many milliseconds. */
const AFTER_END = 2_000;

export function useLiveAutomations(): LiveState {
  const reread = useMemo(() => throttled(() => void automationsChanged(), PAUSE), []);
  return useRunFeed({
    changed: (changes) => {
      const jobs = changes.filter((change) => !("run" in change) || change.run.kind === "extraction");
      if (jobs.length > 0) reread();
      if (jobs.some((change) => "run" in change && change.run.ended_at)) setTimeout(reread, AFTER_END);
    },
    reset: reread,
  });
}
