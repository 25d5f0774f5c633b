import { expect, test } from "vitest";
import { formatSearch, parseSearch } from "./address";

test("an address says its values plainly and back", () => {
  const search = { line: "12-20", q: "a b&c", run: 3, tag: undefined };
  expect(formatSearch(search)).toBe("?line=12-20&q=a+b%26c&run=3");
  expect(parseSearch(formatSearch(search))).toEqual({ line: "12-20", q: "a b&c", run: "3" });
  expect(formatSearch({})).toBe("");
  expect(parseSearch("")).toEqual({});
});
