import { expect, test } from "vitest";
import { cycleOf, inOrder, needsOf } from "./flow";

const edges = (...ways: string[]) => ways.map((way) => ({ from: way.charAt(0), to: way.charAt(1) }));

test("each component comes after those that it needs", () => {
  expect(inOrder(["d", "b", "a", "c"], edges("ab", "bd", "cd"))).toEqual(["a", "c", "b", "d"]);
  expect(needsOf("d", edges("ab", "bd", "cd", "cd"))).toEqual(["b", "c"]);
  // What goes round is not lost.
  expect(inOrder(["a", "b", "c"], edges("ab", "ba"))).toEqual(["c", "a", "b"]);
});

test("a way that leads back is told along its edges", () => {
  expect(cycleOf(["x", "a", "b", "c"], edges("xa", "ab", "bc", "ca"))).toEqual(["a", "b", "c", "a"]);
  expect(cycleOf(["a"], edges("aa"))).toEqual(["a", "a"]);
  expect(cycleOf(["a", "b", "c"], edges("ab", "ac", "bc"))).toBeNull();
  // An edge whose end is not there leads nowhere.
  expect(cycleOf(["a"], edges("qa"))).toBeNull();
});
