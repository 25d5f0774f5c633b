import { expect, test } from "vitest";
import { cellText, folderOf, foldersOf, jobCan, jobWords, sureness } from "./job";

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

test("folders are told from the tasks that their files become", () => {
  const tasks = [
    { path: "a/1.pdf", mode: "individual", file_count: 1 },
    { path: "/", mode: "combined", file_count: 3 },
    { path: "a/2.pdf", mode: "individual", file_count: 1 },
    { path: "a/b", mode: "combined", file_count: 2 },
  ] as const;
  expect(foldersOf(tasks)).toEqual([
    { path: "a", mode: "individual", files: 2 },
    { path: "", mode: "combined", files: 3 },
    { path: "a/b", mode: "combined", files: 2 },
  ]);
});
