// The filters of a timeline, as they stand in an address and as the API takes them.
import type { EntryKind, TimelineFilter, TimelineOrder } from "@/api/timeline";

/** In the order in which they are offered. */
export const ENTRY_KINDS: readonly EntryKind[] = [
  "chat_message",
  "agent_turn",
  "execution_step",
  "setup_complete",
  "error",
  "status_change",
];

export interface TimelineSearch {
  kind?: EntryKind;
  /** A text that the entry holds. */
  q?: string;
  /** Left out where the page's own order is meant. */
  order?: TimelineOrder;
}

/** On the page of a task: entries of one run can be asked for by its id. */
export interface TaskTimelineSearch extends TimelineSearch {
  run?: string;
}

export function parseTimelineSearch(raw: Record<string, unknown>): TimelineSearch {
  const kind = ENTRY_KINDS.find((known) => known === raw["kind"]);
  const order = (["asc", "desc"] as const).find((known) => known === raw["order"]);
  const q = typeof raw["q"] === "string" && raw["q"] !== "" ? raw["q"] : undefined;
  return { ...(kind && { kind }), ...(q && { q }), ...(order && { order }) };
}

export function parseTaskTimelineSearch(raw: Record<string, unknown>): TaskTimelineSearch {
  const run = raw["run"];
  return { ...parseTimelineSearch(raw), ...(typeof run === "string" && run !== "" && { run }) };
}

/** The filter for the API; `run` is the id of the only run that is asked for. */
export function toTimelineFilter({ kind, q }: TimelineSearch, run: string | undefined): TimelineFilter {
  return { ...(kind && { context_type: kind }), ...(run !== undefined && { run_id: run }), ...(q && { q }) };
}
