import { expect, test } from "vitest";
import { filtersSet, parseHistorySearch, toFilter, toStatsFilter } from "./search";

const NOW = Date.parse("2026-11-20T12:00:00Z");

test("an address becomes the filters of the API", () => {
  const search = parseHistorySearch({ q: "etl", status: "failure", task: "t-1", since: "24h" });
  expect(toFilter(search, NOW)).toEqual({
    q: "etl",
    status: "failure",
    task_id: "t-1",
    started_after: "2026-11-19T12:00:00.000Z",
  });
  expect(filtersSet(search)).toBe(4);
});

test("moments may be given instead of a span", () => {
  const search = parseHistorySearch({ since: "2026-11-01T00:00:00Z", until: "2026-11-02T00:00:00Z" });
  expect(toFilter(search, NOW)).toEqual({
    started_after: "2026-11-01T00:00:00.000Z",
    started_before: "2026-11-02T00:00:00.000Z",
  });
});

test("what an address should not say is left out", () => {
  const raw = { status: "Done", kind: 7, since: "yesterday", until: "24h", q: "", other: "x" };
  expect(parseHistorySearch(raw)).toEqual({});
  expect(toFilter({}, NOW)).toEqual({});
});

test("a text that looks like a number stays a text", () => {
  expect(parseHistorySearch({ q: 2026, tag: 1 })).toEqual({ q: "2026", tag: "1" });
});

test("figures are by the hour for up to a day, and by neither text nor tag", () => {
  expect(toStatsFilter({ q: "x", tag: "y", status: "failure" }, NOW)).toEqual({ status: "failure", bucket: "day" });
  expect(toStatsFilter({ kind: "flow", since: "90d" }, NOW)).toMatchObject({ kind: "flow", group_by: "trigger", bucket: "day" });
  expect(toStatsFilter({ since: "24h" }, NOW).bucket).toBe("hour");
  expect(toStatsFilter({ since: "7d" }, NOW).bucket).toBe("day");
  const day = { since: "2026-11-18T00:00:00Z", until: "2026-11-19T00:00:00Z" };
  expect(toStatsFilter(day, NOW)).toEqual({
    started_after: "2026-11-18T00:00:00.000Z",
    started_before: "2026-11-19T00:00:00.000Z",
    bucket: "hour",
  });
});
