// The lines that are seen, in an element that scrolls as if all were there.
import type { RefObject } from "react";
import { cx } from "@/ui/cx";
import type { LogPrefs } from "./prefs";
import type { LineRange } from "./range";
import { BelowRow, Row } from "./Row";
import { LINE_HEIGHT, lastPlace, shownHeight } from "./scroll";
import type { Folds } from "./useFolds";
import type { LogScroll } from "./useLogScroll";
import type { LogSearch } from "./useLogSearch";
import type { LogWindow } from "./window";

interface LinesProps {
  fills: boolean;
  log: LogWindow;
  /** The first and the last row to draw. */
  seen: [number, number];
  total: number;
  folds: Folds;
  scroller: RefObject<HTMLDivElement | null>;
  scroll: LogScroll;
  prefs: LogPrefs;
  start: string | null | undefined;
  search: LogSearch;
  range: LineRange | null;
  hrefOf: (line: number) => string;
  onSelect: (line: number, reach: boolean) => void;
}

export function Lines({ fills, log, seen, total, folds, scroller, scroll, prefs, start, search, range, hrefOf, onSelect }: LinesProps) {
  const extent = { lines: folds.rows.total(total), view: scroll.view };
  // Wrapped lines are as high as they are: only those from the first that is seen are drawn.
  const first = prefs.wrap ? Math.floor(scroll.place / LINE_HEIGHT) + 1 : seen[0];
  const places = Array.from({ length: Math.max(0, seen[1] - first + 1) }, (_, at) => folds.rows.at(first + at));
  const rows = places.map(({ line: number, below }) => below > 0 ? (
    <BelowRow key={`${number}.${below}`} text={folds.below(number)?.[below - 1] ?? ""} wrap={prefs.wrap} stamp={prefs.stamp} />
  ) : (
    <Row
      key={number}
      number={number}
      line={log.line(number)}
      section={folds.sections.get(number)}
      open={folds.sections.has(number) ? !folds.isFolded(number) : folds.below(number) !== undefined}
      onToggle={folds.toggle}
      stamp={prefs.stamp}
      start={start}
      wrap={prefs.wrap}
      search={search.text}
      current={number === search.line}
      selected={range !== null && number >= range.from && number <= range.to}
      href={hrefOf(number)}
      onSelect={onSelect}
    />
  ));
  const atEnd = lastPlace(extent) > 0 && scroll.place >= lastPlace(extent) - 1;
  return (
    <div
      ref={scroller}
      data-log
      data-total={total}
      tabIndex={0}
      role="region"
      aria-label="Lines of the log"
      onScroll={scroll.onScroll}
      onScrollEnd={scroll.onScrollEnd}
      className={cx(
        "relative overflow-y-auto font-mono text-[13px] [overflow-anchor:none]",
        fills ? "min-h-72 flex-1 basis-0" : "h-[clamp(18rem,calc(100dvh-19rem),200rem)]",
        prefs.wrap ? "overflow-x-hidden" : "overflow-x-auto",
      )}
    >
      <div style={{ height: shownHeight(extent) }} />
      {prefs.wrap ? (
        <div
          style={{ top: scroll.top, height: scroll.view }}
          className={cx("absolute inset-x-0 flex flex-col overflow-hidden", atEnd && "justify-end")}
        >
          {rows}
        </div>
      ) : (
        <div
          style={{ top: scroll.top - scroll.place + (first - 1) * LINE_HEIGHT }}
          className="absolute left-0 w-max min-w-full"
        >
          {rows}
        </div>
      )}
    </div>
  );
}
