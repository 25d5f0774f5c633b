// Figures of runs: how many, how they ended, how long they took.
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import { queryClient } from "./query";
import type { components, operations } from "./schema";

export type RunStats = components["schemas"]["RunStatsAnswer"];
export type StatsFilter = NonNullable<operations["run_stats"]["parameters"]["query"]>;

/** So many tasks can be asked for at once. */
const MOST_TASKS = 100;
/** So many successes of a task tell what is usual. */
const ENOUGH = 3;

/** `key` names the filter; `filter` is asked when the figures are read, with the present. */
function figures(key: object, filter: (now: number) => StatsFilter) {
  return queryOptions({
    queryKey: ["stats", "figures", key],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/runs/stats", { params: { query: filter(Date.now()) }, signal })),
    placeholderData: keepPreviousData,
  });
}

/** How long runs of these tasks usually take, in milliseconds: the median of the last 30 days' successes. */
function usual(tasks: readonly string[]) {
  const task_ids = [...new Set(tasks)].slice(0, MOST_TASKS).sort().join(",");
  return queryOptions({
    queryKey: ["stats", "usual", task_ids],
    enabled: task_ids !== "",
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const query = { task_ids, status: "success", group_by: "task" } as const;
      const { groups } = await answered(api.GET("/api/v1/runs/stats", { params: { query }, signal }));
      return new Map(groups.flatMap((group) => (group.total >= ENOUGH && group.p50_duration_ms != null ? [[group.key, group.p50_duration_ms]] : [])));
    },
  });
}

/** What is read of figures, by key. */
export const statsQueries = { figures, usual };

/** Reads again the figures that are shown. */
export function statsChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ["stats", "figures"] });
}
