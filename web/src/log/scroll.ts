// Where a log of any length stands in a scroll bar of limited length.
//
// A browser caps the height of an element, so a log of ten million lines cannot be as high as its
// lines. `top` is the bar's place, `place` the place in the log, both in pixels. While all fits they
// are the same. Beyond that a small step (a wheel, a key, a finger) moves the log by as much as the
// bar, and a big one (the bar was dragged, or End pressed) goes to where the bar's share is.

export const LINE_HEIGHT = 20;

/** The most height that every browser still gives. */
export const MOST_HEIGHT = 6_000_000;

export interface Extent {
  lines: number;
  /** The height of the part that is seen. */
  view: number;
}

/** The height that the lines would need. */
export function wholeHeight(extent: Extent): number {
  return extent.lines * LINE_HEIGHT;
}

/** The height that the scrolled element gets. */
export function shownHeight(extent: Extent): number {
  return Math.min(wholeHeight(extent), Math.max(MOST_HEIGHT, extent.view));
}

/** The furthest place there is. */
export function lastPlace(extent: Extent): number {
  return Math.max(0, wholeHeight(extent) - extent.view);
}

/** The bar's place for a place in the log. */
export function topOf(place: number, extent: Extent): number {
  const most = Math.max(0, shownHeight(extent) - extent.view);
  const last = lastPlace(extent);
  return last === 0 ? 0 : (Math.min(Math.max(place, 0), last) / last) * most;
}

/** The place in the log for the bar's place. */
export function placeOf(top: number, extent: Extent): number {
  const most = Math.max(0, shownHeight(extent) - extent.view);
  return most === 0 ? 0 : (Math.min(Math.max(top, 0), most) / most) * lastPlace(extent);
}

/** The place in the log after the bar went from `before` to `top`. */
export function scrolled(place: number, before: number, top: number, extent: Extent): number {
  const step = top - before;
  const fits = wholeHeight(extent) <= MOST_HEIGHT;
  if (fits || Math.abs(step) > extent.view * 1.5) return placeOf(top, extent);
  const most = shownHeight(extent) - extent.view;
  if (top <= 0) return Math.max(0, Math.min(place + step, place - extent.view / 4));
  if (top >= most) return lastPlace(extent);
  return Math.min(Math.max(place + step, 0), lastPlace(extent));
}

/** The lines (or rows) that are seen, with `more` on either side, from 1 and inclusive. */
export function linesSeen(place: number, extent: Extent, more: number): [number, number] {
  const first = Math.floor(place / LINE_HEIGHT) + 1;
  const last = Math.ceil((place + extent.view) / LINE_HEIGHT);
  return [Math.max(1, first - more), Math.min(extent.lines, last + more)];
}

/** The place at which `line` stands a third from the top. */
export function placeOfLine(line: number, extent: Extent): number {
  const place = (line - 1) * LINE_HEIGHT - extent.view / 3;
  return Math.min(Math.max(place, 0), lastPlace(extent));
}
