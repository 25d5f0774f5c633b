import { expect, test } from "vitest";
import { jsonRows, looksLikeJson } from "./json";

test("a line of JSON has a row for each value", () => {
  expect(jsonRows('{"a": 1, "b": [2]}')).toEqual(["{", '  "a": 1,', '  "b": [', "    2", "  ]", "}"]);
  expect(jsonRows("{not json}")).toBeNull();
});

test("what only begins like JSON is a line as any other", () => {
  const lines = ['{"a": 1}\r', '["a"]', "[1, 2]", "[info] done]", "{}", "plain", '{"a": 1'];
  expect(lines.map(looksLikeJson)).toEqual([true, true, true, false, false, false, false]);
});
