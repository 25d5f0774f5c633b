// Flows: what is read of them and what is done with them. Their runs are runs like any others.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answered, api, idempotencyKey } from "./client";
import { queryClient } from "./query";
import type { components } from "./schema";

export type FlowBody = components["schemas"]["FlowBody"];
export type FlowRunBody = components["schemas"]["FlowRunBody"];
export type FlowPlan = components["schemas"]["FlowPlan"];
export type PlanStep = components["schemas"]["PlanStep"];

const PAGE = 50;

/** Flows in pages, newest first; those whose name contains `q`. */
function list(q: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ["flows", "list", q ?? ""],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, cursor: pageParam, ...(q !== undefined && { q }) };
      return answered(api.GET("/api/v1/flows", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

function one(id: string) {
  return queryOptions({
    queryKey: ["flows", "one", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/flows/{id}", { params: { path: { id } }, signal })),
  });
}

/** The flows by name, for choosing one: the newest hundred. */
const names = queryOptions({
  queryKey: ["flows", "names"],
  queryFn: async ({ signal }) => {
    const page = await answered(api.GET("/api/v1/flows", { params: { query: { limit: 100 } }, signal }));
    return page.flows.map(({ id, name }) => ({ id, name })).sort((a, b) => a.name.localeCompare(b.name));
  },
});

/** A run as the flow-runs interface tells of it: with what its caller keeps with it. */
function run(id: string) {
  return queryOptions({
    // Read again with the run itself.
    queryKey: ["runs", "whole", id, "flow-run"],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/flow-runs/{id}", { params: { path: { id } }, signal })),
  });
}

/** What a run would do with each component. */
function plan(id: string, body: FlowRunBody) {
  return queryOptions({
    queryKey: ["flows", "plan", id, body],
    queryFn: async ({ signal }): Promise<FlowPlan> => {
      const asked = api.POST("/api/v1/flows/{id}/runs", { params: { path: { id } }, body: { ...body, plan_only: true }, signal });
      const found = await answered(asked);
      if ("steps" in found) return found;
      throw new Error("The server ran the flow and told no plan.");
    },
  });
}

/** What is read of flows, by key. */
export const flowQueries = { list, one, names, run, plan };

/** Reads again what may have changed with a flow. */
export function flowsChanged(): Promise<void> {
  void queryClient.invalidateQueries({ queryKey: ["tasks"] });
  return queryClient.invalidateQueries({ queryKey: ["flows"] });
}

export function createFlow(body: FlowBody) {
  const header = { "Idempotency-Key": idempotencyKey() };
  return answered(api.POST("/api/v1/flows", { params: { header }, body }));
}

export function replaceFlow(id: string, body: FlowBody) {
  return answered(api.PUT("/api/v1/flows/{id}", { params: { path: { id } }, body }));
}

export function deleteFlow(id: string) {
  return answered(api.DELETE("/api/v1/flows/{id}", { params: { path: { id } } }));
}

/** Runs a flow; the run. */
export async function runFlow(id: string, body: FlowRunBody) {
  const header = { "Idempotency-Key": idempotencyKey() };
  const made = await answered(api.POST("/api/v1/flows/{id}/runs", { params: { path: { id }, header }, body }));
  if ("steps" in made) throw new Error("The server told a plan and ran nothing.");
  return made;
}
