// Runs: what is read of them and what is done with them.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answered, api, idempotencyKey } from "./client";
import { queryClient } from "./query";
import type { components, operations } from "./schema";
import type { Run } from "@/domain/run";

export type RunFilter = Omit<
  NonNullable<operations["list_runs"]["parameters"]["query"]>,
  "limit" | "cursor"
>;
export type Comparison = components["schemas"]["ComparisonAnswer"];
export type RerunBody = components["schemas"]["RerunBody"];

const PAGE = 50;

/** Runs in pages, newest first. `key` names the filter; `filter` is asked when a page is read, with the present. */
function list(key: object, filter: (now: number) => RunFilter) {
  return infiniteQueryOptions({
    queryKey: ["runs", "list", key],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter(Date.now()), limit: PAGE, cursor: pageParam };
      return answered(api.GET("/api/v1/runs", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

function whole(id: string) {
  return queryOptions({
    queryKey: ["runs", "whole", id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/v1/runs/{id}", { params: { path: { id } }, signal })),
  });
}

/** The last run of the task that succeeded before this one began; null where none did. */
function lastSuccess({ id, task_id, started_at, created_at }: Pick<Run, "id" | "task_id" | "started_at" | "created_at">) {
  return queryOptions({
    queryKey: ["runs", "last-success", id],
    queryFn: async ({ signal }) => {
      const query = { task_id, status: "success", started_before: started_at ?? created_at, limit: 1 } as const;
      const page = await answered(api.GET("/api/v1/runs", { params: { query }, signal }));
      return page.runs[0] ?? null;
    },
  });
}

/** The latest runs of a task. */
function latest(task_id: string, limit: number) {
  return queryOptions({
    queryKey: ["runs", "latest", task_id, limit],
    queryFn: async ({ signal }) => {
      const page = await answered(api.GET("/api/v1/runs", { params: { query: { task_id, limit } }, signal }));
      return page.runs;
    },
  });
}

/** What differs between two runs. */
function compared(a: string, b: string) {
  return queryOptions({
    queryKey: ["runs", "compared", a, b],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/runs/compare", { params: { query: { a, b } }, signal })),
  });
}

/** What is read of runs, by key. */
export const runQueries = { list, whole, lastSuccess, latest, compared };

/** Reads again what may have changed with runs. */
export function runsChanged(): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ["tasks"] });
  return queryClient.invalidateQueries({ queryKey: ["runs"] });
}

/** Forgets a run that was deleted. */
export function runGone(id: string): Promise<void> {
  queryClient.removeQueries({ queryKey: runQueries.whole(id).queryKey });
  return runsChanged();
}

export function cancelRun(id: string) {
  return answered(api.POST("/api/v1/runs/{id}/cancel", { params: { path: { id } } }));
}

export function rerun(id: string, body: RerunBody) {
  const header = { "Idempotency-Key": idempotencyKey() };
  return answered(api.POST("/api/v1/runs/{id}/rerun", { params: { path: { id }, header }, body }));
}

export function putTags(id: string, tags: string[]) {
  return answered(api.PUT("/api/v1/runs/{id}/tags", { params: { path: { id } }, body: { tags } }));
}

export function pinRun(id: string, pinned: boolean) {
  const params = { path: { id } };
  return answered(
    pinned ? api.PUT("/api/v1/runs/{id}/pin", { params }) : api.DELETE("/api/v1/runs/{id}/pin", { params }),
  );
}

export function deleteRun(id: string) {
  return answered(api.DELETE("/api/v1/runs/{id}", { params: { path: { id } } }));
}

/** Where a file that is kept with a run is had. */
export function artifactUrl(id: string, path: string): string {
  const inside = path.split("/").map(encodeURIComponent).join("/");
  return `/api/v1/runs/${encodeURIComponent(id)}/artifacts/${inside}`;
}
