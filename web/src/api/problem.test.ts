import { expect, test } from "vitest";
import { sentence } from "./problem";

test("what went wrong is told in a sentence", () => {
  expect(sentence(new Error("there is no run x"))).toBe("There is no run x.");
  expect(sentence(new Error("Is it there?"))).toBe("Is it there?");
  expect(sentence(new Error("two\nlines"))).toBe("Two\nlines");
  expect(sentence("plain")).toBe("Plain.");
});
