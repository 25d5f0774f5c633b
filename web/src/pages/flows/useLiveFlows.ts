// The list of flows kept up to date while it is looked at.
import { useMemo } from "react";
import { useRunFeed } from "@/api/feed";
import type { LiveState } from "@/api/live";
import { queryClient } from "@/api/query";
import { throttled } from "@/api/throttle";

/** The list is read anew at most so often, in milliseconds. */
const PAUSE = 1_000;

export function useLiveFlows(): LiveState {
  const reread = useMemo(() => throttled(() => void queryClient.invalidateQueries({ queryKey: ["flows", "list"] }), PAUSE), []);
  return useRunFeed({
    changed: (changes) => {
      const flows = changes.flatMap((change) => ("run" in change && change.run.kind === "flow" ? [change.run] : []));
      // A run that went may have been a flow's.
      if (flows.length > 0 || changes.some((change) => !("run" in change))) reread();
      for (const { task_id } of flows) void queryClient.invalidateQueries({ queryKey: ["runs", "latest", task_id] });
    },
    reset: reread,
  });
}
