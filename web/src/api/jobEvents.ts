// What happens in a run of a job, as it happens.
import { useEffect, useState } from "react";
import { type JobEvent, patched } from "./jobProgress";
import { type Progress, jobChanged, jobEventsUrl, jobQueries } from "./jobs";
import { LiveSource, type LiveState } from "./live";
import { queryClient } from "./query";
import { throttled } from "./throttle";

/** What is shown besides progress is read again at most so often, in milliseconds. */
const PAUSE = 1_000;

/** Follows a run of a job while it is looked at. */
export function useJobEvents(id: string, run: string): LiveState {
  const [state, setState] = useState<LiveState>("connecting");
  useEffect(() => {
    const reread = throttled(() => void rereadAll(id, run), PAUSE);
    const take = (data: string) => {
      const event = JSON.parse(data) as JobEvent;
      const { queryKey } = jobQueries.progress(id, run);
      queryClient.setQueryData<Progress>(queryKey, (known) => patched(known, event));
      if (event.type !== "keepalive" && event.type !== "task_started") reread();
    };
    const source = new LiveSource({ url: () => Promise.resolve(jobEventsUrl(id, run)), events: { message: take }, tell: setState });
    source.begin();
    return () => source.stop();
  }, [id, run]);
  return state;
}

async function rereadAll(id: string, run: string): Promise<void> {
  for (const part of ["results", "exports"]) void queryClient.invalidateQueries({ queryKey: ["jobs", part, id, run] });
  await jobChanged(id);
}
