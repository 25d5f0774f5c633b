import { expect, test } from "vitest";
import { markOf, sectionsOf, titleOf } from "./sections";

test("marks begin a line", () => {
  const lines = ["::group::Load", "::endgroup::", "::endgroup::\r", "say ::group::", "::endgroups", "::warning::x"];
  expect(lines.map(markOf)).toEqual(["begin", "end", "end", null, null, null]);
  expect(titleOf("::group:: Load all ")).toBe("Load all");
  expect(titleOf("::group::")).toBe("Section");
});

test("sections lie in each other, and may not end", () => {
  const marks = new Map([
    [9, "end"],
    [1, "begin"],
    [3, "begin"],
    [5, "end"],
    [12, "end"],
    [20, "begin"],
  ] as const);
  expect([...sectionsOf(marks).values()]).toEqual([
    { line: 1, end: 9 },
    { line: 3, end: 5 },
    { line: 20, end: null },
  ]);
});
