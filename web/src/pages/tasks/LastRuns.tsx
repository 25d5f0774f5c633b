// The last runs of a task as a strip. It is read once the task is near the screen.
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { runQueries } from "@/api/runs";
import { paths } from "@/paths";
import { Bars } from "@/ui/bars";
import { useSeen } from "@/ui/seen";

const MANY = 16;

export function LastRuns({ task }: { task: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const seen = useSeen(place);
  const runs = useQuery({ ...runQueries.latest(task, MANY), enabled: seen }).data ?? [];
  const bars = runs.toReversed().map((run) => ({
    id: run.id,
    number: run.number,
    status: run.status,
    took: run.duration_ms ?? null,
    to: paths.run(run.id),
  }));
  return (
    <span ref={place} className="relative flex h-7 w-32 justify-end">
      {bars.length > 0 && <Bars runs={bars} label="Last runs" className="h-7 w-32 justify-end" />}
    </span>
  );
}
