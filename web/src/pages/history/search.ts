// The filters of the History page, as they stand in its address and as the API takes them.
import type { RunFilter } from "@/api/runs";
import type { StatsFilter } from "@/api/stats";
import { RUN_KINDS, RUN_STATUSES, type RunKind, type RunStatus } from "@/domain/run";

export interface HistorySearch {
  q?: string;
  status?: RunStatus;
  kind?: RunKind;
  task?: string;
  trigger?: string;
  tag?: string;
  /** A span until now (`24h`), or a moment from which on. */
  since?: string;
  until?: string;
}

/** The spans that are offered, in milliseconds. */
export const SPANS = {
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 7 * 86_400_000,
  "30d": 30 * 86_400_000,
  "90d": 90 * 86_400_000,
} as const;

export type Span = keyof typeof SPANS;

export function isSpan(text: string | undefined): text is Span {
  return text !== undefined && text in SPANS;
}

/** What an address says; what it should not say is left out. */
export function parseHistorySearch(raw: Record<string, unknown>): HistorySearch {
  const search: HistorySearch = {};
  // A text that looks like a number is one in the address.
  const text = (name: string) => {
    const value = raw[name];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const words = ["q", "task", "trigger", "tag"] as const;
  for (const name of words) {
    if (text(name)) search[name] = text(name);
  }
  const status = RUN_STATUSES.find((known) => known === text("status"));
  if (status) search.status = status;
  const kind = RUN_KINDS.find((known) => known === text("kind"));
  if (kind) search.kind = kind;
  const since = text("since");
  if (isSpan(since) || isMoment(since)) search.since = since;
  if (isMoment(text("until"))) search.until = text("until");
  return search;
}

function isMoment(text: string): boolean {
  return text !== "" && !Number.isNaN(Date.parse(text));
}

/** The filter for the API; spans end `now`. */
export function toFilter(search: HistorySearch, now: number): RunFilter {
  const filter: RunFilter = {};
  if (search.q) filter.q = search.q;
  if (search.status) filter.status = search.status;
  if (search.kind) filter.kind = search.kind;
  if (search.task) filter.task_id = search.task;
  if (search.trigger) filter.trigger_type = search.trigger;
  if (search.tag) filter.tag = search.tag;
  const { since, until } = search;
  if (isSpan(since)) filter.started_after = new Date(now - SPANS[since]).toISOString();
  else if (since) filter.started_after = new Date(since).toISOString();
  if (until) filter.started_before = new Date(until).toISOString();
  return filter;
}

/** The filter of the figures, which count by neither text nor tag: by the hour for up to a day. */
export function toStatsFilter(search: HistorySearch, now: number): StatsFilter {
  const counted = toFilter(search, now);
  delete counted.q;
  delete counted.tag;
  const from = counted.started_after ? Date.parse(counted.started_after) : 0;
  const to = counted.started_before ? Date.parse(counted.started_before) : now;
  const hours = to - from <= SPANS["24h"] && now - from <= SPANS["7d"];
  // Of flows it is told too what set them off.
  return { ...counted, bucket: hours ? "hour" : "day", ...(search.kind === "flow" && { group_by: "trigger" }) };
}

/** How many filters are set. */
export function filtersSet(search: HistorySearch): number {
  return Object.values(search).filter((value) => value !== undefined).length;
}
