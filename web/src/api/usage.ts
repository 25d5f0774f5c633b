// What was read for whom: pages of completed tasks, by job and user.
import { queryOptions } from "@tanstack/react-query";
import { answered, api } from "./client";
import type { components } from "./schema";

export type Usage = components["schemas"]["UsageReport"];

function sums(from: string, to: string) {
  return queryOptions({
    queryKey: ["usage", from, to],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/usage", { params: { query: { from, to } }, signal })),
  });
}

/** What is read of usage, by key. */
export const usageQueries = { sums };
