// The timeline of a task or of a run: filters, a box to write in, the entries by day.
import type { ReactNode } from "react";
import { type TimelineOrder, exportUrl } from "@/api/timeline";
import { count } from "@/domain/time";
import { Button } from "@/ui/button";
import { Live } from "@/ui/live";
import { Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { useNow } from "@/ui/time";
import { AddNote } from "./AddNote";
import { byDay } from "./days";
import { Entry } from "./Entry";
import { Filters } from "./Filters";
import { type TimelineSearch, toTimelineFilter } from "./search";
import { useTimeline } from "./useTimeline";

interface TimelineProps {
  task: string;
  /** The only run whose entries are shown. */
  run: string | undefined;
  /** What a note is about, in words: `this task`. */
  about: string;
  search: TimelineSearch;
  /** The order where the address names none. */
  usual: TimelineOrder;
  onSearch: (change: { [name in keyof TimelineSearch]?: TimelineSearch[name] | undefined }) => void;
  /** Takes every filter away; not there where there is none. */
  onClear: (() => void) | undefined;
  /** Names runs; null where all entries are of one. */
  runName: ((id: string) => string) | null;
  /** Filters of the page's own. */
  filters?: ReactNode;
}

export function Timeline({ task, run, about, search, usual, onSearch, onClear, runName, filters }: TimelineProps) {
  const order = search.order ?? usual;
  const filter = toTimelineFilter(search, run);
  const { list, state } = useTimeline(task, filter, order);
  const now = useNow();
  const entries = list.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <div className="flex flex-col gap-3">
      <Filters search={search} order={order} onChange={(change) => onSearch({ ...search, ...change })} onClear={onClear}>
        {filters}
      </Filters>
      <Panel aria-label="Timeline">
        <AddNote task={task} run={run} about={about} />
        {list.isPending && <Loading what="the timeline" />}
        {list.isError && <Failure error={list.error} what="the timeline" retry={() => void list.refetch()} />}
        {list.isSuccess && entries.length === 0 && !list.hasNextPage && <Nothing onClear={onClear} />}
        {byDay(entries, now).map((day) => (
          <section key={day.name} aria-label={day.name}>
            <h2 className="sticky top-0 z-10 border-y border-line bg-raised px-4 py-1 text-xs font-medium text-soft first:border-t-0">{day.name}</h2>
            <ol>
              {day.entries.map((entry) => (
                <Entry key={entry.id} entry={entry} runName={runName} />
              ))}
            </ol>
          </section>
        ))}
        {list.hasNextPage && (
          <div className="border-t border-line p-2 text-center">
            <Button look="quiet" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {order === "desc" ? "Older entries" : "Newer entries"}
            </Button>
          </div>
        )}
        <footer className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-xs text-soft">
          {state && <Live state={state} />}
          {list.isSuccess && <span className="nums">{shown(entries.length, list.hasNextPage)}</span>}
          <span className="ml-auto flex gap-3">
            Export:
            <Download href={exportUrl(task, filter, "jsonl")}>JSON lines</Download>
            <Download href={exportUrl(task, filter, "csv")}>CSV</Download>
          </span>
        </footer>
      </Panel>
    </div>
  );
}

function shown(many: number, more: boolean): string {
  return `${count(many)} ${many === 1 ? "entry" : "entries"}${more ? " so far" : ""}`;
}

function Download({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} download className="text-accent hover:underline">
      {children}
    </a>
  );
}

function Nothing({ onClear }: { onClear: (() => void) | undefined }) {
  if (onClear) {
    return (
      <Empty title="No entry is like that">
        <p>All filters together leave nothing.</p>
        <Button onClick={onClear}>Show every entry</Button>
      </Empty>
    );
  }
  return (
    <Empty title="The timeline is empty">
      <p>
        Runs tell here of their status, steps and errors. Write a note above, or let a program write one while it runs:
      </p>
      <code className="rounded-md bg-raised px-3 py-2 font-mono text-text">annals note 'loaded 42 rows' --kind execution_step</code>
      <p>Entries are kept for a while only; the runs themselves and their logs stay.</p>
    </Empty>
  );
}
