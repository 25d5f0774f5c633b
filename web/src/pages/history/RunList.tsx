// Runs in a list: a table on a wide screen, cards on a narrow one. Only rows near the screen exist.
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { statsQueries } from "@/api/stats";
import type { RunRow as Row } from "@/domain/run";
import { useKeys } from "@/layout/keys";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { RunRow, COLUMNS, ROW } from "./RunRow";
import type { HistorySearch } from "./search";
import type { Selection } from "./useSelection";

interface RunListProps {
  rows: readonly Row[];
  search: HistorySearch;
  selection: Selection;
  /** Whether the first rows are on the screen: until then there are no more than it shows. */
  painted: boolean;
  hasMore: boolean;
  loadsMore: boolean;
  onMore: () => void;
}

/** Below so many pixels rows are cards. */
const NARROW = 768;

export function RunList({ rows, search, selection, painted, hasMore, loadsMore, onMore }: RunListProps) {
  const list = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(() => (window.innerWidth < NARROW ? 420 : 250));
  // Measuring makes the browser lay out the page, and the rows be drawn again: not before they are seen where their height is known.
  const measured = painted || window.innerWidth < NARROW;
  useLayoutEffect(() => {
    if (measured) setMargin((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
  }, [measured]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (window.innerWidth < NARROW ? 84 : 42),
    overscan: painted ? 6 : 0,
    scrollMargin: margin,
    getItemKey: (at) => rows[at]?.id ?? at,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  // Older runs are read before the reader comes to the end of those that are there.
  useEffect(() => {
    if (hasMore && !loadsMore && last >= rows.length - 10) onMore();
  }, [hasMore, loadsMore, last, rows.length, onMore]);
  const usual = useQuery({ ...statsQueries.usual(rows.map((row) => row.task_id)), ...(!painted && { enabled: false }) }).data;
  const at = useCursor(rows, (row) => virtual.scrollToIndex(row), selection.toggle);

  return (
    <>
      <div role="table" aria-label="Runs" aria-rowcount={hasMore ? -1 : rows.length + 1}>
      <div role="row" className={`${ROW} border-b border-line py-2 text-xs font-medium text-soft max-md:sr-only`}>
        {COLUMNS.map((column) => (
          <span key={column} role="columnheader">
            {column}
          </span>
        ))}
      </div>
      <div ref={list} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <div
                key={item.key}
                ref={measured ? virtual.measureElement : undefined}
                data-index={item.index}
                role="row"
                aria-rowindex={item.index + 2}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start - margin}px)` }}
              >
                <RunRow run={row} search={search} usual={usual?.get(row.task_id)} focused={item.index === at} chosen={selection.has(row.id)} onChoose={selection.toggle} />
              </div>
            )
          );
        })}
      </div>
      </div>
      <p className="border-t border-line px-4 py-2 text-center text-soft" role="status">
        {hasMore ? (
          <Button look="quiet" disabled={loadsMore} onClick={onMore}>
            {loadsMore ? "Reading older runs…" : "Older runs"}
          </Button>
        ) : (
          `${rows.length.toLocaleString()} ${rows.length === 1 ? "run" : "runs"}, and none older`
        )}
      </p>
    </>
  );
}

/** The row that `j` and `k` went to; Enter opens it, `x` chooses it. */
function useCursor(rows: readonly Row[], show: (row: number) => void, choose: (id: string) => void): number | null {
  const [at, setAt] = useState<number | null>(null);
  const navigate = useNavigate();
  const go = (next: number) => {
    const row = Math.min(Math.max(next, 0), rows.length - 1);
    setAt(row);
    show(row);
  };
  const open = () => {
    const row = at === null ? undefined : rows[at];
    // A link or a button that has the focus does what it does.
    if (document.activeElement instanceof HTMLElement && document.activeElement.matches("a, button")) {
      document.activeElement.click();
    } else if (row) {
      void navigate(paths.run(row.id));
    }
  };
  useKeys([
    { keys: "j", does: "The next row", run: () => go(at === null ? 0 : at + 1) },
    { keys: "k", does: "The row before", run: () => go(at === null ? 0 : at - 1) },
    { keys: "x", does: "Choose the row", run: () => at !== null && rows[at] && choose(rows[at].id) },
    { keys: "Enter", does: "Open the row", run: open },
  ]);
  return at;
}
