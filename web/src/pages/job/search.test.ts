import { expect, test } from "vitest";
import { formatCell, parseCell, parseJobSearch } from "./search";

test("an address says what it may and nothing else", () => {
  expect(parseJobSearch({ run: "r1", step: "fields", tab: "files", page: "3", cell: "t1.0.2" })).toEqual({ run: "r1", step: "fields", tab: "files", page: 3, cell: "t1.0.2" });
  expect(parseJobSearch({ step: "submitted", tab: "x", page: "0", cell: "t1" })).toEqual({});
});

test("a cell is found again", () => {
  const place = { task: "a.b", row: 3, column: 12 };
  expect(parseCell(formatCell(place))).toEqual(place);
  expect(parseCell(undefined)).toBeNull();
});
