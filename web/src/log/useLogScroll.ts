// Scrolling a log: where the reader is, and following its end while lines are printed.
import { type RefObject, useCallback, useEffect, useEffectEvent, useLayoutEffect, useState } from "react";
import { LINE_HEIGHT, lastPlace, placeOfLine, scrolled, topOf } from "./scroll";

export interface LogScroll {
  /** The place in the log, and the scroll bar's, in pixels. */
  place: number;
  top: number;
  view: number;
  following: boolean;
  follow: (on: boolean) => void;
  /** Shows a row; `rows` is how many there are from now on. */
  showRow: (row: number, rows: number) => void;
  onScroll: () => void;
  onScrollEnd: () => void;
}

interface At {
  place: number;
  top: number;
  /** Counts the moves that the reader did not make with the bar: the bar has to be told of them. */
  moves: number;
}

type Scroller = RefObject<HTMLDivElement | null>;

/** The scrolling of the element that `scroller` is given to. */
export function useLogScroll(scroller: Scroller, lines: number, begin: { following: boolean }): LogScroll {
  const view = useHeight(scroller);
  const [at, setAt] = useState<At>({ place: 0, top: 0, moves: 0 });
  const [following, setFollowing] = useState(begin.following);
  const extent = { lines, view };
  // While the end is followed, the place is the end, whatever was scrolled to.
  const place = following ? lastPlace(extent) : Math.min(at.place, lastPlace(extent));
  const top = following ? topOf(place, extent) : at.top;

  // The bar is set where it was not the reader who moved it: setting it at other times would break
  // off a scroll that the browser is still carrying out.
  const target = following ? top : null;
  const told = useEffectEvent(() => {
    // Some browsers answer a promise here, which must not be taken for what ends the effect.
    scroller.current?.scrollTo({ top, behavior: "instant" });
  });
  useLayoutEffect(() => told(), [target, at.moves]);

  const goTo = useCallback(
    (to: number, many: number) => {
      setFollowing(false);
      setAt(({ moves }) => ({ place: to, top: topOf(to, { lines: many, view }), moves: moves + 1 }));
    },
    [view],
  );

  const onScroll = () => {
    const now = scroller.current?.scrollTop ?? 0;
    // What was set above is told as a scroll too.
    if (Math.abs(now - top) <= 1) return;
    const next = scrolled(place, top, now, extent);
    setAt({ ...at, place: next, top: now });
    setFollowing(lastPlace(extent) - next < LINE_HEIGHT && next > 0);
  };

  const onScrollEnd = () => {
    if (!following) goTo(place, lines);
  };

  const follow = (on: boolean) => (on ? setFollowing(true) : goTo(place, lines));
  const showRow = useCallback(
    (row: number, rows: number) => goTo(placeOfLine(row, { lines: rows, view }), rows),
    [goTo, view],
  );
  return { place, top, view, following, follow, showRow, onScroll, onScrollEnd };
}

function useHeight(element: Scroller): number {
  const [height, setHeight] = useState(600);
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new ResizeObserver(() => setHeight(watched.clientHeight));
    observer.observe(watched);
    return () => observer.disconnect();
  }, [element]);
  return height;
}
