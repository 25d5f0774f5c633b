import { expect, test } from "vitest";
import { parseLogsSearch, toLogQuery } from "./search";

const NOW = Date.parse("2026-11-20T12:00:00Z");

test("an address becomes the query of the API", () => {
  const search = parseLogsSearch({ q: "a|b", regex: "yes", fold: "yes", task: "t-1", since: "1h", other: "x" });
  expect(toLogQuery(search, NOW, 200)).toEqual({
    q: "a|b",
    limit: 200,
    regex: true,
    case: "ignore",
    task_id: "t-1",
    started_after: "2026-11-20T11:00:00.000Z",
  });
});

test("without a text there is nothing to ask", () => {
  expect(toLogQuery(parseLogsSearch({ q: "", regex: "true", since: "soon" }), NOW, 200)).toBeNull();
  expect(parseLogsSearch({ regex: "true", since: "soon" })).toEqual({});
});
