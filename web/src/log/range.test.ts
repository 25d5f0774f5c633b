import { expect, test } from "vitest";
import { extended, formatRange, parseRange } from "./range";

test("a line, a range, and what is neither", () => {
  expect(parseRange("12")).toEqual({ from: 12, to: 12 });
  expect(parseRange("20-12")).toEqual({ from: 12, to: 20 });
  for (const text of [undefined, "", "0", "-3", "a", "1-", "1-2-3"]) {
    expect(parseRange(text)).toBeNull();
  }
  expect(["7", "7-9"].map((text) => formatRange(parseRange(text) ?? { from: 0, to: 0 }))).toEqual([
    "7",
    "7-9",
  ]);
});

test("shift reaches from where the range began", () => {
  expect(extended(null, 5, true)).toEqual({ from: 5, to: 5 });
  expect(extended({ from: 5, to: 5 }, 9, true)).toEqual({ from: 5, to: 9 });
  expect(extended({ from: 5, to: 9 }, 2, true)).toEqual({ from: 2, to: 5 });
  expect(extended({ from: 5, to: 9 }, 7, false)).toEqual({ from: 7, to: 7 });
});
