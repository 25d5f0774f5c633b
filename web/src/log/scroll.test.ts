import { expect, test } from "vitest";
import {
  LINE_HEIGHT,
  MOST_HEIGHT,
  lastPlace,
  linesSeen,
  placeOf,
  placeOfLine,
  scrolled,
  shownHeight,
  topOf,
} from "./scroll";

const short = { lines: 1_000, view: 600 };
const long = { lines: 10_000_000, view: 600 };

test("what fits is scrolled pixel by pixel", () => {
  expect(shownHeight(short)).toBe(20_000);
  expect(placeOf(1_234, short)).toBeCloseTo(1_234);
  expect(scrolled(100, 100, 5_000, short)).toBeCloseTo(5_000);
});

test("a log of ten million lines keeps to the browser's limit", () => {
  expect(shownHeight(long)).toBe(MOST_HEIGHT);
  expect(linesSeen(placeOf(MOST_HEIGHT, long), long, 0)[1]).toBe(10_000_000);
  expect(linesSeen(placeOf(0, long), long, 0)[0]).toBe(1);
});

test("a wheel moves a long log by as much as it moves a short one", () => {
  const place = 1_000_000;
  expect(scrolled(place, 30_000, 30_100, long)).toBe(place + 100);
  expect(scrolled(place, 30_000, 29_940, long)).toBe(place - 60);
});

test("dragging the bar goes to its share of the log", () => {
  const half = (MOST_HEIGHT - long.view) / 2;
  expect(scrolled(0, 0, half, long)).toBeCloseTo(lastPlace(long) / 2);
});

test("both ends are reached", () => {
  const end = MOST_HEIGHT - long.view;
  expect(scrolled(lastPlace(long) - 90, end - 50, end, long)).toBe(lastPlace(long));
  expect(scrolled(30, 20, 0, long)).toBe(0);
});

test("bar and log agree in both directions", () => {
  for (const line of [1, 2, 500_000, 9_999_999]) {
    const place = placeOfLine(line, long);
    expect(placeOf(topOf(place, long), long)).toBeCloseTo(place, 2);
    const [first, last] = linesSeen(place, long, 0);
    expect(first <= line && line <= last).toBe(true);
  }
});

test("few lines need no bar", () => {
  const few = { lines: 3, view: 600 };
  expect([lastPlace(few), topOf(50, few), placeOf(50, few)]).toEqual([0, 0, 0]);
  expect(linesSeen(0, few, 20)).toEqual([1, 3]);
  expect(shownHeight(few)).toBe(3 * LINE_HEIGHT);
});
