import { expect, test } from "vitest";
import type { RunRow } from "@/domain/run";
import { usualDurations } from "./usual";

function run(task_id: string, status: RunRow["status"], duration_ms: number | null): RunRow {
  return { task_id, status, duration_ms } as RunRow;
}

test("the usual is the median of a task's successes, where there are enough", () => {
  const rows = [
    run("a", "success", 10),
    run("a", "success", 30),
    run("a", "success", 5_000),
    run("a", "failure", 1),
    run("a", "running", null),
    run("b", "success", 7),
  ];
  expect([...usualDurations(rows)]).toEqual([["a", 30]]);
});
