import { expect, test } from "vitest";
import type { TimelineEntry } from "@/api/timeline";
import { type TimelinePages, added, newest } from "./live";

const entry = (n: number) => ({ n }) as TimelineEntry;
const pages = (...parts: number[][]): TimelinePages => ({
  pages: parts.map((part) => ({ entries: part.map(entry) })),
  pageParams: parts.map(() => undefined),
});
const numbers = (list: TimelinePages) => list.pages.map((page) => page.entries.map(({ n }) => n));

test("a new entry stands first or last, as the order wants it", () => {
  expect(numbers(added(pages([4, 3], [2]), entry(5), "desc"))).toEqual([[5, 4, 3], [2]]);
  expect(numbers(added(pages([2, 3], [4]), entry(5), "asc"))).toEqual([[2, 3], [4, 5]]);
});

test("an entry that is told twice stands once", () => {
  const before = pages([4, 3]);
  expect(added(before, entry(4), "desc")).toBe(before);
  expect(newest(before)).toBe(4);
  expect(newest(pages([]))).toBe(0);
});
