// A list of runs after some of them have changed.
import type { InfiniteData } from "@tanstack/react-query";
import type { RunFilter } from "@/api/runs";
import type { RunChange } from "@/api/feed";
import type { RunRow } from "@/domain/run";

interface RunPage {
  runs: RunRow[];
  next_cursor?: string | null;
}

export type RunPages = InfiniteData<RunPage, string | undefined>;

/** Whether a run belongs into a list with this filter. */
export function matches(run: RunRow, filter: RunFilter): boolean {
  if (filter.status && run.status !== filter.status) return false;
  if (filter.kind && run.kind !== filter.kind) return false;
  if (filter.task_id && run.task_id !== filter.task_id) return false;
  if (filter.trigger_type && run.trigger_type !== filter.trigger_type) return false;
  if (filter.tag && !run.tags.includes(filter.tag)) return false;
  if (filter.q && !named(run, filter.q)) return false;
  const began = run.started_at == null ? null : Date.parse(run.started_at);
  if (filter.started_after && (began === null || began < Date.parse(filter.started_after))) return false;
  return !filter.started_before || (began !== null && began < Date.parse(filter.started_before));
}

function named(run: RunRow, q: string): boolean {
  return run.task_name.toLowerCase().includes(q.toLowerCase()) || run.id === q || run.task_id === q;
}

/** The changes that would bring new rows, and those of rows that are there. */
export function parted(pages: RunPages, changes: readonly RunChange[], filter: RunFilter): { fresh: RunChange[]; known: RunChange[] } {
  const there = new Set(pages.pages.flatMap((page) => page.runs.map((run) => run.id)));
  const known = changes.filter((change) => there.has("run" in change ? change.run.id : change.id));
  const fresh = changes.filter((change) => "run" in change && !there.has(change.run.id) && matches(change.run, filter));
  return { fresh, known };
}

/** The list with the changes: rows are changed, go, or come in where they belong. */
export function patched(pages: RunPages, changes: readonly RunChange[], filter: RunFilter): RunPages {
  const gone = new Set(changes.map((change) => ("run" in change ? change.run.id : change.id)));
  const now = new Map(changes.flatMap((change) => ("run" in change && matches(change.run, filter) ? [[change.run.id, change.run]] : [])));
  const next = pages.pages.map((page) => ({
    ...page,
    runs: page.runs.flatMap((run) => {
      if (!gone.has(run.id)) return [run];
      const changed = now.get(run.id);
      now.delete(run.id);
      return changed ? [changed] : [];
    }),
  }));
  const coming = [...now.values()].sort((a, b) => (isNewer(a, b) ? -1 : 1));
  for (const run of coming.reverse()) insert(next, run);
  return { ...pages, pages: next };
}

function insert(pages: RunPage[], run: RunRow): void {
  const page = pages.find(({ runs }) => runs.some((other) => isNewer(run, other))) ?? lastPage(pages);
  if (!page) return;
  const at = page.runs.findIndex((other) => isNewer(run, other));
  page.runs.splice(at === -1 ? page.runs.length : at, 0, run);
}

/** The last page, where nothing older is still to be read. */
function lastPage(pages: RunPage[]): RunPage | undefined {
  const last = pages.at(-1);
  return last?.next_cursor == null ? last : undefined;
}

function isNewer(run: RunRow, other: RunRow): boolean {
  if (run.task_id === other.task_id) return run.number > other.number;
  return run.created_at > other.created_at;
}
