import { expect, test } from "vitest";
import type { TaskRow } from "@/api/tasks";
import type { RunRow } from "@/domain/run";
import { type TaskPages, patchedTasks } from "./live";

const TASK = { id: "t", phase: "Running", latestRunNumber: 2, runCount: 2, startedAt: "x", finishedAt: "" } as TaskRow;
const PAGES: TaskPages = { pages: [{ tasks: [TASK] }], pageParams: [undefined] };

function run(number: number, status: RunRow["status"], task_id = "t"): { run: RunRow } {
  return { run: { id: `r${number}`, task_id, number, status, started_at: "s", ended_at: null } as RunRow };
}

test("a task tells of its latest run", () => {
  const next = patchedTasks(PAGES, [run(4, "running"), run(3, "success"), run(1, "failure")]);
  expect(next?.pages[0]?.tasks[0]).toMatchObject({ phase: "Running", latestRunNumber: 4, runCount: 4, startedAt: "s" });
  expect(patchedTasks(PAGES, [run(1, "failure")])?.pages[0]?.tasks[0]).toEqual(TASK);
  expect(patchedTasks(PAGES, [run(2, "failure")])?.pages[0]?.tasks[0]?.phase).toBe("Failed");
});

test("a task that is not listed, or a run that went, has the list read anew", () => {
  expect(patchedTasks(PAGES, [run(1, "running", "other")])).toBeNull();
  expect(patchedTasks(PAGES, [{ id: "r1" }])).toBeNull();
});
