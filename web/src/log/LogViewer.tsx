// A log of any length: what is seen is read from the server, what is printed is added live.
import { useEffect, useEffectEvent, useMemo, useRef, useSyncExternalStore } from "react";
import { sentence } from "@/api/problem";
import { type Run, firstNode, hasEnded, nodesWithLogs } from "@/domain/run";
import { useKeys } from "@/layout/keys";
import { Button } from "@/ui/button";
import { plainText } from "./ansi";
import { type LogBook, readLines } from "./book";
import { Foot } from "./Foot";
import { Lines } from "./Lines";
import { useLogPrefs } from "./prefs";
import { type LineRange, extended, formatRange } from "./range";
import type { Rows } from "./rows";
import { linesSeen } from "./scroll";
import type { StreamState } from "./stream";
import { Toolbar } from "./Toolbar";
import { useFolds } from "./useFolds";
import { useLogScroll } from "./useLogScroll";
import { useLogSearch } from "./useLogSearch";

/** The most lines that are copied at once. */
const MOST_COPIED = 10_000;
/** How many rows are drawn above and below those that are seen: whoever follows the end sees new ones each time. */
const SPARE = { following: 2, scrolling: 30 };

interface LogViewerProps {
  /** Whether it is as high as what is left of the page; otherwise most of the screen. */
  fills?: boolean;
  run: Run;
  book: LogBook;
  stream: StreamState;
  /** The node that the address names. */
  node: string | undefined;
  /** The lines that the address names. */
  range: LineRange | null;
  onPlace: (place: { node?: string | undefined; line?: string | undefined }) => void;
}

/** The viewer; another node is another viewer. */
export function LogViewer(props: LogViewerProps) {
  const node = props.node ?? firstNode(props.run.nodes);
  return <NodeLog key={`${props.run.id} ${node}`} {...props} node={node} />;
}

function NodeLog({ fills = false, run, book, stream, node: name, range, onPlace }: LogViewerProps & { node: string }) {
  const log = book.node(name);
  const version = useSyncExternalStore(log.subscribe, () => log.version);
  const node = run.nodes.find((known) => known.name === name);
  const total = Math.max(log.total, node?.log.lines ?? 0);
  useEffect(() => log.grow(total), [log, total]);

  // What retention removed is neither shown nor asked for.
  const shown = run.log_removed_at == null ? total : 0;
  const live = !hasEnded(run);
  const [prefs, setPrefs] = useLogPrefs();
  const folds = useFolds(run.id, name, log);
  const { rows } = folds;
  const scroller = useRef<HTMLDivElement>(null);
  // A run that failed tells why at its end.
  const scroll = useLogScroll(scroller, rows.total(shown), { following: (live || run.status === "failure") && !range });
  const search = useLogSearch(run.id, name);
  const spare = scroll.following ? SPARE.following : SPARE.scrolling;
  const [first, last] = linesSeen(scroll.place, { lines: rows.total(shown), view: scroll.view }, spare);
  useEffect(() => {
    if (shown > 0) wanted(rows, first, last, (from, to) => log.want(from, to));
  }, [log, rows, first, last, shown, version]);

  const show = (line: number) => {
    const revealed = folds.reveal(line);
    scroll.showRow(revealed.rowOf(line), revealed.total(shown));
  };
  useJumps(show, shown > 0, range, search.line);
  const step = (by: 1 | -1) => {
    const line = search.step(by);
    if (line !== undefined) show(line);
  };
  const follow = () => scroll.follow(!scroll.following);
  useKeys([
    { keys: "n", does: "The next match", run: () => step(1) },
    { keys: "N", does: "The match before", run: () => step(-1) },
    { keys: "f", does: "Follow the end", run: () => live && follow() },
    { keys: "w", does: "Wrap long lines", run: () => setPrefs({ wrap: !prefs.wrap }) },
    { keys: "z", does: "Fold or open all sections", run: folds.toggleAll },
  ]);

  const select = (line: number, reach: boolean) => {
    onPlace({ node: name, line: formatRange(extended(range, line, reach)) });
  };
  const copied = range ?? { from: Math.max(1, total - MOST_COPIED + 1), to: total };
  const copy = useCopy(run.id, name, copied, range !== null);
  const query = new URLSearchParams({ node: name, timestamps: String(prefs.stamp !== "none") });
  return (
    <section aria-label="Log" className="flex flex-1 flex-col rounded-lg border border-line bg-panel">
      <Toolbar
        nodes={nodesWithLogs(run.nodes)}
        node={name}
        onNode={(next) => onPlace({ node: next, line: undefined })}
        search={search}
        onSearch={search.start}
        onStep={step}
        following={scroll.following}
        onFollow={live ? follow : undefined}
        prefs={prefs}
        onPrefs={setPrefs}
        onFold={folds.sections.size > 0 ? folds.toggleAll : undefined}
        copy={copy}
        download={`/api/v1/runs/${encodeURIComponent(run.id)}/logs/download?${query.toString()}`}
      />
      {log.error != null && (
        <div role="alert" className="flex items-center justify-between gap-2 border-b border-line p-2 text-bad">
          {sentence(log.error)}
          <Button onClick={() => log.retry(rows.at(first).line, rows.at(first).line)}>Try again</Button>
        </div>
      )}
      <Lines
        fills={fills}
        log={log}
        seen={[first, last]}
        total={shown}
        folds={folds}
        scroller={scroller}
        scroll={scroll}
        prefs={prefs}
        start={run.started_at}
        search={search}
        range={range}
        hrefOf={(line) => `?${new URLSearchParams({ node: name, line: String(line) }).toString()}`}
        onSelect={select}
      />
      <Foot run={run} node={node} total={total} stream={stream} scroll={scroll} />
    </section>
  );
}

/** Asks for the lines of the rows `first` to `last`, those that follow each other together. */
function wanted(rows: Rows, first: number, last: number, want: (from: number, to: number) => void): void {
  let from = rows.at(first).line;
  let to = from;
  for (let row = first + 1; row <= last; row += 1) {
    const { line } = rows.at(row);
    if (line > to + 1) {
      want(from, to);
      from = line;
    }
    to = line;
  }
  want(from, to);
}

/** Goes to the line that the address names, and to the first match of a search. */
function useJumps(show: (line: number) => void, ready: boolean, range: LineRange | null, match: number | undefined) {
  // Only a new line moves the reader, not a log that has grown.
  const jump = useEffectEvent(show);
  const line = range?.from;
  useEffect(() => {
    if (ready && line !== undefined && !rowShown(line)) jump(line);
  }, [ready, line]);
  useEffect(() => {
    if (match !== undefined) jump(match);
  }, [match]);
}

/** Whether a line is on the screen already, as when the reader pressed its number. */
function rowShown(line: number): boolean {
  const row = document.querySelector(`[data-line="${line}"]`);
  const seen = row?.closest("[data-log]")?.getBoundingClientRect();
  const box = row?.getBoundingClientRect();
  return !!seen && !!box && box.top >= seen.top && box.bottom <= seen.bottom;
}

function useCopy(run: string, node: string, { from, to }: LineRange, chosen: boolean) {
  return useMemo(() => {
    const many = Math.min(to, from + MOST_COPIED - 1);
    const text = async () => {
      const page = await readLines(run, node, from, many);
      return page.lines.map((line) => plainText(line.line)).join("\n");
    };
    const all = from <= 1 ? "Copy the log" : `Copy the last ${MOST_COPIED.toLocaleString()} lines`;
    return { label: chosen ? `Copy lines ${from} to ${many}` : all, text };
  }, [run, node, from, to, chosen]);
}
