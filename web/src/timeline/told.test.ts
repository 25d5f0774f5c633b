import { expect, test } from "vitest";
import { folded, told } from "./told";

test("what the server wrote is taken apart", () => {
  const of = (context_type: "status_change" | "error", content: string) => told({ run_id: "r", context_type, content });
  expect(of("status_change", "run #8: success")).toEqual({ number: 8, status: "success", text: "" });
  const failed = of("status_change", "run #12: failure (exit): exited with code 1");
  expect(failed).toEqual({ number: 12, status: "failure", errorType: "exit", text: "exited with code 1" });
  expect(of("error", "run #3: main: exited (code): 1")).toEqual({ number: 3, text: "main: exited (code): 1" });
  expect(of("status_change", "run #3: done with it")).toEqual({ number: 3, text: "done with it" });
});

test("what people wrote stays as it is", () => {
  const content = "run #8: success";
  expect(told({ run_id: null, context_type: "status_change", content })).toEqual({ text: content });
  expect(told({ run_id: "r", context_type: "status_change", content: "success" })).toEqual({ text: "success" });
});

test("a long text is folded, a short one stands whole", () => {
  expect(folded("a\n".repeat(7))).toBeNull();
  expect(folded("a\n".repeat(8))).toBe("a\na\na\na\na\na");
  expect(folded("x".repeat(800))).toBeNull();
  expect(folded("x".repeat(801))).toHaveLength(400);
});
