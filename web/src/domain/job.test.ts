import { expect, test } from "vitest";
import { cellText, folderOf, jobCan, jobWords, sureness } from "./job";

test("a run that waits is a draft until it is submitted", () => {
  expect(jobWords({ status: "pending", config_step: "review" })).toBe("Draft");
  expect(jobWords({ status: "pending", config_step: "submitted" })).toBe("Waiting");
  expect(jobWords({ status: "cancelled", config_step: "fields" })).toBe("Cancelled");
});

test("only what was submitted and goes on can be cancelled", () => {
  expect(jobCan.cancel({ status: "pending", config_step: "fields" })).toBe(false);
  expect(jobCan.cancel({ status: "in_progress", config_step: "submitted" })).toBe(true);
  expect(jobCan.cancel({ status: "completed", config_step: "submitted" })).toBe(false);
});

test("confidence is told in three steps", () => {
  expect([null, 0.2, 0.6, 0.85, 1].map(sureness)).toEqual([null, "low", "middle", "high", "high"]);
});

test("a folder and a cell are told as text", () => {
  expect(folderOf("a/b/c.pdf")).toBe("a/b");
  expect(folderOf("c.pdf")).toBe("");
  expect([null, true, 1.5, "x", { a: 1 }].map(cellText)).toEqual(["", "yes", "1.5", "x", '{"a":1}']);
});
