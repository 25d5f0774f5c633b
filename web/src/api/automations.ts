// Automations: what is read of them and of what came of their events, and what is done with them.
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type Config, nextReading } from "@/domain/automation";
import { answered, api } from "./client";
import { queryClient } from "./query";
import type { components } from "./schema";

type Schemas = components["schemas"];
// The description does not say what the settings hold.
type Told = "trigger_config" | "export_config";

export type Automation = Omit<Schemas["AutomationDetail"], Told> & { trigger_config: Config; export_config?: Config | null };
export type AutomationBody = Omit<Schemas["AutomationBody"], Told> & { trigger_config: Config; export_config?: Config | null };
export type AutomationEvent = Schemas["AutomationRunRow"];

const PAGE = 25;

/** Automations in pages, newest first. */
const list = infiniteQueryOptions({
  queryKey: ["automations", "list"],
  initialPageParam: undefined as string | undefined,
  queryFn: async ({ pageParam, signal }) => {
    const page = await answered(api.GET("/api/v1/automations", { params: { query: { limit: PAGE, cursor: pageParam } }, signal }));
    return { next: page.next_cursor, automations: page.automations };
  },
  getNextPageParam: (page) => page.next ?? undefined,
  refetchInterval: ({ state }) => nextReading(lastResults(state.data?.pages.flatMap((page) => page.automations) ?? []), Date.now()) ?? false,
});

/** What came last of each of these, where anything did. */
function lastResults(automations: readonly Schemas["AutomationDetail"][]): AutomationEvent[] {
  return automations.flatMap(({ last_result }) => last_result ?? []);
}

function one(id: string) {
  return queryOptions({
    queryKey: ["automations", "one", id],
    queryFn: async ({ signal }) => (await answered(api.GET("/api/v1/automations/{id}", { params: { path: { id } }, signal }))) as Automation,
  });
}

/** What came of an automation's events, in pages, newest first. */
function events(id: string) {
  return infiniteQueryOptions({
    queryKey: ["automations", "events", id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => answered(api.GET("/api/v1/automations/{id}/runs", { params: of(id, PAGE, pageParam), signal })),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: ({ state }) => nextReading(state.data?.pages.flatMap((page) => page.runs) ?? [], Date.now()) ?? false,
  });
}

function of(id: string, limit: number, cursor?: string) {
  return { path: { id }, query: { limit, cursor } };
}

/** What is read of automations, by key. */
export const automationQueries = { list, one, events };

/** Reads again what is shown of automations. */
export function automationsChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ["automations"] });
}

export async function createAutomation(body: AutomationBody): Promise<Automation> {
  return (await answered(api.POST("/api/v1/automations", { body: sent(body) })));
}

export async function replaceAutomation(id: string, body: AutomationBody): Promise<Automation> {
  return (await answered(api.PUT("/api/v1/automations/{id}", { params: { path: { id } }, body: sent(body) })));
}

function sent(body: AutomationBody): Schemas["AutomationBody"] {
  return body as Schemas["AutomationBody"];
}

export function toggleAutomation(id: string, is_enabled: boolean) {
  return answered(api.POST("/api/v1/automations/{id}/toggle", { params: { path: { id } }, body: { is_enabled } }));
}

/** Tries again what came of an event and was given up. */
export function retryEvent(id: string, event_id: string) {
  return answered(api.POST("/api/v1/automations/{id}/runs/{event_id}/retry", { params: { path: { id, event_id } } }));
}

export function deleteAutomation(id: string) {
  return answered(api.DELETE("/api/v1/automations/{id}", { params: { path: { id } } }));
}
