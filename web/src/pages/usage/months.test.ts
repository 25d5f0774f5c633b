import { expect, test } from "vitest";
import { monthsBefore, parseUsageSearch, spanOf } from "./months";

test("months go back over the turn of the year and end where the next begins", () => {
  expect(monthsBefore(new Date("2026-01-31T12:00:00Z"), 3)).toEqual(["2026-01", "2025-12", "2025-11"]);
  expect(spanOf("2025-12")).toEqual({ from: "2025-12-01T00:00:00.000Z", to: "2026-01-01T00:00:00.000Z" });
});

test("an address names a month or none", () => {
  expect(["2026-11", "2026-13", "x"].map((month) => parseUsageSearch({ month }))).toEqual([{ month: "2026-11" }, {}, {}]);
});
