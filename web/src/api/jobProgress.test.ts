import { expect, test } from "vitest";
import { patched } from "./jobProgress";
import type { Progress } from "./jobs";

const begun = patched(undefined, {
  type: "full_state",
  status: "pending",
  progress: { total_tasks: 2, completed: 0, failed: 0, tasks: [{ id: "t1", status: "pending" }, { id: "t2", status: "pending" }] },
});

test("tasks are counted as they go on, a repeated event once", () => {
  const events = [
    { type: "task_started", task_id: "t1" },
    { type: "task_completed", task_id: "t1" },
    { type: "task_completed", task_id: "t1" },
    { type: "task_failed", task_id: "t2", error: "It is encrypted." },
  ] as const;
  const ended = events.reduce<Progress | undefined>(patched, begun);
  expect(ended).toMatchObject({ status: "in_progress", completed: 1, failed: 1 });
  expect(ended?.tasks[1]).toMatchObject({ status: "failed", error: "It is encrypted." });
});

test("nothing is made up before the whole state is known", () => {
  expect(patched(undefined, { type: "task_started", task_id: "t1" })).toBeUndefined();
  expect(patched(begun, { type: "keepalive" })).toBe(begun);
});
