import { expect, test } from "vitest";
import { type RunNode, RUN_STATUSES, firstNode, hasEnded, runCan, statusOfPhase } from "./run";

function node(name: string, lines: number, state: RunNode["state"] = "running"): RunNode {
  const started_at = state === "pending" ? null : "2026-11-20T12:00:00Z";
  return { name, state, tries: 1, each_try: [], started_at, log: { lines, bytes: lines, end: null } };
}

test("only a run that has not ended can be cancelled, and once", () => {
  const can = RUN_STATUSES.filter((status) => runCan.cancel({ status, executor: "local" }));
  expect(can).toEqual(["pending", "running"]);
  expect(runCan.cancel({ status: "running", executor: "local", cancel_requested: true })).toBe(false);
  expect(RUN_STATUSES.filter((status) => hasEnded({ status }))).toEqual([
    "success",
    "failure",
    "cancelled",
  ]);
});

test("the latest run is nothing to go back to", () => {
  expect(runCan.rollBack({ number: 2, executor: "local" }, 3)).toBe(true);
  expect(runCan.rollBack({ number: 3, executor: "local" }, 3)).toBe(false);
});

test("a job's next run is set up in the job", () => {
  expect(runCan.rerun({ kind: "extraction", executor: "local" })).toBe(false);
  expect(runCan.rerun({ kind: "script", executor: "local" })).toBe(true);
});

test("a run of elsewhere is neither stopped nor run again from here", () => {
  const elsewhere = { kind: "flow", executor: "external", number: 1 } as const;
  expect(runCan.cancel({ ...elsewhere, status: "running" })).toBe(false);
  expect(runCan.rerun(elsewhere)).toBe(false);
  expect(runCan.rollBack(elsewhere, 3)).toBe(false);
  expect(runCan.resume({ ...elsewhere, status: "failure" })).toBe(false);
  expect(runCan.resume({ ...elsewhere, executor: "argo", status: "failure" })).toBe(true);
  expect(runCan.resume({ ...elsewhere, executor: "argo", status: "running" })).toBe(false);
});

test("a platform error is a failed run; a task without runs has no status", () => {
  expect(statusOfPhase("Error")).toBe("failure");
  expect(statusOfPhase("Succeeded")).toBe("success");
  expect(statusOfPhase("")).toBeNull();
});

test("the program's log comes first, the setup's where there is no other", () => {
  expect(firstNode([node("setup", 5), node("main", 1)])).toBe("main");
  expect(firstNode([node("setup", 5), node("main", 0, "pending")])).toBe("setup");
  expect(firstNode([node("setup", 0), node("main", 0, "pending")])).toBe("main");
  expect(firstNode([node("a", 1, "success"), node("b", 1, "failure")])).toBe("b");
  expect(firstNode([])).toBe("main");
});
