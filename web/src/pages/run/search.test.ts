import { expect, test } from "vitest";
import { tabOf, tabsOf } from "./search";

const script = { kind: "script", executor: "local" } as const;
const flow = { kind: "flow", executor: "argo" } as const;
const recorded = { kind: "flow", executor: "external" } as const;

test("each kind of run has its tabs, and an address that names none gets the usual one", () => {
  expect(tabOf(script, {})).toBe("log");
  expect(tabOf(script, { tab: "graph" })).toBe("log");
  expect(tabsOf(script)).not.toContain("graph");
  expect(tabOf(flow, {})).toBe("graph");
  expect(tabOf(flow, { tab: "code" })).toBe("code");
  // A part of a log is named, by who knows nothing of graphs.
  expect(tabOf(flow, { node: "load", line: "12" })).toBe("log");
  expect(tabOf(flow, { tab: "graph", node: "load" })).toBe("graph");
  const job = { kind: "extraction", executor: "local" } as const;
  expect([tabOf(job, {}), tabOf(job, { tab: "code" })]).toEqual(["log", "log"]);
  expect(tabOf(recorded, { tab: "log" })).toBe("data");
});
