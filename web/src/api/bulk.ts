// Acting on many runs at once: what goes is told first, then it is done.
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { components } from "./schema";

export type BulkBody = components["schemas"]["BulkBody"];
export type BulkAnswer = components["schemas"]["BulkAnswer"];

/** What would be done. */
function planned(body: BulkBody) {
  return queryOptions({
    queryKey: ["bulk", "planned", body],
    queryFn: () => answered(api.POST("/api/v1/runs/bulk", { body: { ...body, dry_run: true } })),
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** How far an act is; asked again each second while it goes on, since it has no stream. */
function progress(id: string) {
  return queryOptions({
    queryKey: ["bulk", "progress", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/runs/bulk/{id}", { params: { path: { id } }, signal })),
    refetchInterval: (query) => (query.state.data?.state === "running" ? 1_000 : false),
  });
}

export const bulkQueries = { planned, progress };

/** Does it, unless it would affect another number of runs by now. */
export function actOnRuns(body: BulkBody, expected: number) {
  return answered(api.POST("/api/v1/runs/bulk", { body: { ...body, expected } }));
}
