import { expect, test, vi } from "vitest";
import type { LogLine } from "./book";
import { LogWindow, PART } from "./window";

function line(number: number): LogLine {
  const ts = "2026-11-20T12:00:00Z";
  return { seq: number, node: "main", line_no: number, stream: "stdout", ts, line: `l${number}` };
}

function lines(from: number, to: number): LogLine[] {
  return Array.from({ length: to - from + 1 }, (_, at) => line(from + at));
}

/** A window on a log of `total` lines, and what was read of it. */
function onLog(total: number) {
  const reads: [number, number][] = [];
  const window = new LogWindow((from, to) => {
    reads.push([from, to]);
    return Promise.resolve({ lines: lines(from, to), total_lines: total });
  });
  window.grow(total);
  return { window, reads };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("what is looked at is read, once", async () => {
  const { window, reads } = onLog(10_000_000);
  window.want(PART - 1, PART + 1);
  window.want(PART - 1, PART + 1);
  await settled();
  window.want(PART, PART);
  expect(reads).toEqual([
    [1, PART],
    [PART + 1, 2 * PART],
  ]);
  expect(window.line(PART + 1)?.line).toBe(`l${PART + 1}`);
  expect(window.line(3 * PART)).toBeUndefined();
});

test("lines that are just printed need no reading, and many are told of at once", async () => {
  vi.useFakeTimers();
  const { window, reads } = onLog(0);
  let told = 0;
  window.subscribe(() => (told += 1));
  window.append(lines(1, 3));
  for (let number = 4; number <= 9; number += 1) window.append(lines(number, number));
  window.want(1, 50);
  await vi.advanceTimersByTimeAsync(1_000);
  vi.useRealTimers();
  expect([window.total, window.line(9)?.line, reads, told]).toEqual([9, "l9", [], 2]);
});

test("a part of which only the end was printed while looking is read whole", async () => {
  const { window, reads } = onLog(100);
  window.append(lines(101, 102));
  window.want(90, 102);
  await settled();
  expect(reads).toEqual([[1, 102]]);
  expect(window.line(95)?.line).toBe("l95");
});

test("what was not looked at for long is forgotten and read again", async () => {
  const { window, reads } = onLog(100 * PART);
  for (let part = 0; part < 100; part += 1) {
    window.want(part * PART + 1, part * PART + 1);
    await settled();
  }
  expect(window.line(1)).toBeUndefined();
  window.want(1, 1);
  await settled();
  expect([reads.length, window.line(1)?.line]).toEqual([101, "l1"]);
});

test("a failure is told and not tried again by itself", async () => {
  let answers = false;
  const window = new LogWindow((from, to) =>
    answers ? Promise.resolve({ lines: lines(from, to), total_lines: 5 }) : Promise.reject(new Error("away")),
  );
  window.grow(5);
  window.want(1, 5);
  await settled();
  window.want(1, 5);
  expect(window.error).toEqual(new Error("away"));
  answers = true;
  window.retry(1, 5);
  await settled();
  expect([window.error, window.line(5)?.line]).toEqual([null, "l5"]);
});
