import { expect, test } from "vitest";
import { Rows } from "./rows";

const EDITS = [
  { line: 20, hides: 0, adds: 3 },
  { line: 5, hides: 4, adds: 0 },
  // Hidden by the one before.
  { line: 7, hides: 2, adds: 0 },
];

test("without edits a row is a line", () => {
  const rows = new Rows([]);
  expect([rows.total(0), rows.total(9), rows.rowOf(4)]).toEqual([0, 9, 4]);
  expect(rows.at(4)).toEqual({ line: 4, below: 0 });
});

test("hidden lines have no rows, opened lines have more", () => {
  const rows = new Rows(EDITS);
  const shown = Array.from({ length: rows.total(22) }, (_, at) => rows.at(at + 1));
  expect(shown.map(({ line, below }) => line + below / 10)).toEqual([
    1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20.1, 20.2, 20.3, 21, 22,
  ]);
  for (const [at, { line, below }] of shown.entries()) {
    if (below === 0) expect(rows.rowOf(line)).toBe(at + 1);
  }
  expect(rows.rowOf(7)).toBe(5);
});

test("a log may end within a section or with rows below its last line", () => {
  expect(new Rows(EDITS).total(7)).toBe(5);
  expect(new Rows(EDITS).total(20)).toBe(19);
  const open = new Rows([{ line: 3, hides: Infinity, adds: 0 }]);
  expect([open.total(3), open.total(1_000_000), open.rowOf(500)]).toEqual([3, 3, 3]);
});
