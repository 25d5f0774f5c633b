import { expect, test } from "vitest";
import { hasEscapes, parseAnsi, plainText } from "./ansi";

const ESC = "\x1b";

/** The pieces as `text:colour`, with marks for weight. */
function told(line: string): string[] {
  return parseAnsi(line).map(({ text, style }) => {
    const marks = [style.colour, style.bold && "bold", style.ground && `on-${style.ground}`];
    return [text, ...marks.filter(Boolean)].join(":");
  });
}

test("a line without escapes is one plain piece", () => {
  expect(hasEscapes("hello")).toBe(false);
  expect(told("hello")).toEqual(["hello"]);
  expect(told("")).toEqual([]);
});

test("colours begin, add up and end", () => {
  expect(told(`a${ESC}[31mb${ESC}[1mc${ESC}[0md`)).toEqual(["a", "b:red", "c:red:bold", "d"]);
  expect(told(`${ESC}[1;92;44mx${ESC}[39my${ESC}[mz`)).toEqual([
    "x:green:bold:on-blue",
    "y:bold:on-blue",
    "z",
  ]);
});

test("256 and true colours become the nearest name", () => {
  expect(told(`${ESC}[38;5;9mx`)).toEqual(["x:red"]);
  expect(told(`${ESC}[38;5;46mx`)).toEqual(["x:green"]);
  expect(told(`${ESC}[38;2;250;250;10;1mx`)).toEqual(["x:yellow:bold"]);
});

test("other escapes are left out, links keep their text", () => {
  expect(told(`${ESC}[2Ka${ESC}[?25lb`)).toEqual(["a", "b"]);
  expect(plainText(`${ESC}]8;;http://x${ESC}\\link${ESC}]8;;\x07!`)).toBe("link!");
});

test("what was written last over a line stays", () => {
  expect(plainText("10%\r50%\r100%")).toBe("100%");
  expect(plainText("done\r")).toBe("done");
});
