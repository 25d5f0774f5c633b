// The timeline of a task: what was said and done, as it is read, added to and exported.
import { infiniteQueryOptions } from "@tanstack/react-query";
import { answered, api, idempotencyKey } from "./client";
import { queryClient } from "./query";
import type { components, operations } from "./schema";

export type TimelineEntry = components["schemas"]["HistoryEntry"];
export type EntryKind = components["schemas"]["HistoryWord"];
export type NewEntry = components["schemas"]["NewHistoryEntry"];
export type TimelineOrder = "asc" | "desc";
/** Which entries; what is not set leaves all. */
export type TimelineFilter = Pick<
  NonNullable<operations["list_history"]["parameters"]["query"]>,
  "context_type" | "run_id" | "q"
>;

const PAGE = 50;

function list(task: string, filter: TimelineFilter, order: TimelineOrder) {
  return infiniteQueryOptions({
    queryKey: ["timeline", task, filter, order],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      // The description gives the words of the order a type that nothing has.
      const query = { ...filter, order: order as never, limit: PAGE, cursor: pageParam };
      const params = { path: { id: task }, query };
      return answered(api.GET("/api/v1/tasks/{id}/history", { params, signal }));
    },
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** What is read of timelines, by key. */
export const timelineQueries = { list };

export async function addEntry(task: string, entry: NewEntry): Promise<void> {
  const params = { path: { id: task }, header: { "Idempotency-Key": idempotencyKey() } };
  await answered(api.POST("/api/v1/tasks/{id}/history", { params, body: entry }));
  await queryClient.invalidateQueries({ queryKey: ["timeline", task] });
}

/** Where a file with every entry that passes the filter is had. */
export function exportUrl(task: string, filter: TimelineFilter, format: "jsonl" | "csv"): string {
  return address(task, "export", { ...filter, format });
}

/** Where the entries beyond number `after` are told, and each that is added. */
export function streamUrl(task: string, filter: TimelineFilter, after: string): string {
  return address(task, "stream", { ...filter, after });
}

function address(task: string, what: string, query: Record<string, string>): string {
  return `/api/v1/tasks/${encodeURIComponent(task)}/history/${what}?${new URLSearchParams(query).toString()}`;
}
