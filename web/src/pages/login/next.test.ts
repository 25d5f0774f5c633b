import { expect, test } from "vitest";
import { safeNext } from "./next";

test("only addresses of these pages are gone to", () => {
  expect(safeNext("/runs/1?line=2")).toBe("/runs/1?line=2");
  for (const foreign of [undefined, "", "https://evil.example", "//evil.example", "/\\evil.example"]) {
    expect(safeNext(foreign)).toBe("/history");
  }
});
