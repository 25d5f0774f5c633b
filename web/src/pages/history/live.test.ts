import { expect, test } from "vitest";
import type { RunRow } from "@/domain/run";
import { type RunPages, matches, parted, patched } from "./live";

function run(number: number, change: Partial<RunRow> = {}): RunRow {
  return {
    id: `run-${number}`,
    task_id: "task",
    task_name: "Nightly orders",
    number,
    kind: "script",
    status: "running",
    trigger_type: "api",
    tags: ["prod"],
    created_at: `2026-11-20T12:00:${String(number).padStart(2, "0")}Z`,
    started_at: `2026-11-20T12:00:${String(number).padStart(2, "0")}Z`,
    ...change,
  } as RunRow;
}

function list(numbers: number[][], next: string | null = null): RunPages {
  const pages = numbers.map((page) => ({ runs: page.map((number) => run(number)), next_cursor: next }));
  return { pages, pageParams: pages.map(() => undefined) };
}

function shown(pages: RunPages): string[][] {
  return pages.pages.map((page) => page.runs.map((row) => `${row.number} ${row.status}`));
}

test("a run belongs into a list by every filter", () => {
  expect(matches(run(1), {})).toBe(true);
  const kept = { status: "running", kind: "script", task_id: "task", trigger_type: "api", tag: "prod", q: "ORDERS" } as const;
  expect(matches(run(1), kept)).toBe(true);
  for (const change of [{ status: "failure" }, { kind: "flow" }, { task_id: "x" }, { trigger_type: "x" }, { tags: [] }, { task_name: "x" }]) {
    expect(matches(run(1, change as Partial<RunRow>), kept)).toBe(false);
  }
  expect(matches(run(5), { started_after: "2026-11-20T12:00:05Z", started_before: "2026-11-20T12:00:06Z" })).toBe(true);
  expect(matches(run(5), { started_before: "2026-11-20T12:00:05Z" })).toBe(false);
  expect(matches(run(5, { started_at: null }), { started_after: "2026-11-20T12:00:05Z" })).toBe(false);
});

test("rows are changed where they stand, come in at their place, and go", () => {
  const changes = [{ run: run(5, { status: "success" }) }, { run: run(8) }, { run: run(9) }, { run: run(3) }, { id: "run-4" }];
  const pages = list([[7, 6, 5], [4, 2]]);
  expect(shown(patched(pages, changes, {}))).toEqual([
    ["9 running", "8 running", "7 running", "6 running", "5 success"],
    ["3 running", "2 running"],
  ]);
  expect(shown(patched(pages, changes, { status: "running" }))[0]).toEqual(["9 running", "8 running", "7 running", "6 running"]);
  const { fresh, known } = parted(pages, changes, {});
  expect([fresh.length, known.length]).toEqual([3, 2]);
});

test("what is older than all that was read waits to be read", () => {
  expect(shown(patched(list([[7, 6]], "more"), [{ run: run(3) }], {}))).toEqual([["7 running", "6 running"]]);
  expect(shown(patched(list([[]]), [{ run: run(3) }], {}))).toEqual([["3 running"]]);
});
