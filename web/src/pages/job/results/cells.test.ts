import { expect, test } from "vitest";
import type { TaskResult } from "@/api/jobs";
import { markOf, rowsOf, written } from "./cells";

const TASK: TaskResult = {
  task_id: "t1",
  source_files: ["a.pdf"],
  processing_mode: "individual",
  extracted_data: { columns: ["Number", "Total"], results: [["A-1", 125], ["A-2", null]] },
  confidence: [[0.95, 0.4], [0.7, null]],
  evidence: [[{ file: "a.pdf", page: 1, text: "No. A-1" }, null], [null, null]],
  corrections: [{ row: 0, column: "Total", value: 125, machine_value: 12.5, user_id: null, corrected_at: "2026-11-21T10:00:00Z" }],
};

test("each record is a row, and a person's value takes the place of the machine's", () => {
  const [first, second] = rowsOf([TASK]);
  expect(first?.cells.map(({ value }) => value)).toEqual(["A-1", 125]);
  expect(first?.cells[1]).toMatchObject({ found: 12.5, place: { task: "t1", row: 0, column: 1 } });
  expect(first?.cells[0]?.evidence?.text).toBe("No. A-1");
  expect([...(first?.cells ?? []), ...(second?.cells ?? [])].map(markOf)).toEqual(["high", "corrected", "middle", "empty"]);
});

test("what is written keeps the kind of what was found", () => {
  expect([written("12.5", 3), written("12,5", 3), written("No", true), written(" x ", "y"), written("", 3)]).toEqual([12.5, "12,5", false, "x", null]);
});
