import { expect, test } from "vitest";
import type { RunNode } from "@/domain/run";
import { endSentence } from "./end";

function told(kind: "complete" | "cut" | "lost" | null, reason = ""): string | null {
  const end = kind && { kind, reason, at_byte: 2048 };
  const node: RunNode = { name: "main", state: "success", tries: 1, each_try: [], log: { lines: 1, bytes: 2048, end } };
  return endSentence(node);
}

test("a log that may grow has no end; others say how they ended", () => {
  expect(told(null)).toBeNull();
  expect(told("complete", "exit code 0")).toBe(
    "End of log: exit code 0. Everything that was printed is here: 1 line, 2.0 KiB.",
  );
  expect(told("cut")).toContain("was cut. What came before");
  expect(told("lost", "out of memory")).toContain("was lost: out of memory.");
});
