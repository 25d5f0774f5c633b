// Tasks: what is read of them and what is done with them.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answered, api, idempotencyKey } from "./client";
import type { components, operations } from "./schema";

export type TaskRow = components["schemas"]["TaskRow"];
export type TaskFilter = Omit<
  NonNullable<operations["list_tasks"]["parameters"]["query"]>,
  "limit" | "cursor"
>;
export type SubmitBody = components["schemas"]["SubmitBody"];

const PAGE = 50;

function list(filter: TaskFilter) {
  return infiniteQueryOptions({
    queryKey: ["tasks", "list", filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, limit: PAGE, cursor: pageParam };
      return answered(api.GET("/api/v1/tasks", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

function one(id: string) {
  return queryOptions({
    queryKey: ["tasks", "one", id],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/v1/tasks/{id}", { params: { path: { id } }, signal })),
  });
}

/** One run of a task, by its number. */
function run(id: string, n: number) {
  return queryOptions({
    queryKey: ["tasks", "run", id, n],
    queryFn: ({ signal }) =>
      answered(api.GET("/api/v1/tasks/{id}/runs/{n}", { params: { path: { id, n } }, signal })),
  });
}

/** What is read of tasks, by key. */
export const taskQueries = { list, one, run };

export function submitTask(body: SubmitBody) {
  const header = { "Idempotency-Key": idempotencyKey() };
  return answered(api.POST("/api/v1/tasks/submit", { params: { header }, body }));
}

export function rollBack(id: string, n: number) {
  const header = { "Idempotency-Key": idempotencyKey() };
  const params = { path: { id, n }, header };
  return answered(api.POST("/api/v1/tasks/{id}/runs/{n}/rollback", { params }));
}
