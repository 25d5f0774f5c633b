import { expect, test } from "vitest";
import { ago, bytes, clock, duration, offset, utc } from "./time";

test("durations are told in two units at most", () => {
  const told = [0, 999, 1_000, 59_940, 59_960, 200_000, 3_599_999, 7_500_000, 90_000_000];
  expect(told.map(duration)).toEqual([
    "0 ms",
    "999 ms",
    "1.0 s",
    "59.9 s",
    "1 min 0 s",
    "3 min 20 s",
    "1 h 0 min",
    "2 h 5 min",
    "1 d 1 h",
  ]);
});

test("a time is told by how long ago it was", () => {
  const now = Date.parse("2026-11-20T12:00:00Z");
  expect(ago("2026-11-20T11:59:58Z", now)).toBe("just now");
  expect(ago("2026-11-20T11:59:18Z", now)).toBe("42 s ago");
  expect(ago("2026-11-20T09:00:00Z", now)).toBe("3 h ago");
  expect(ago("2026-11-20T12:00:09Z", now)).toBe("just now");
  expect(ago("2025-11-20T12:00:00Z", now)).toContain("2025");
});

test("log times", () => {
  expect(clock("2026-11-20T09:15:02.123456Z", "utc")).toBe("09:15:02.123");
  expect(utc("2026-11-20T09:15:02.123456Z")).toBe("2026-11-20 09:15:02 UTC");
  expect([1_050, 62_500, 7_201_000, -5].map(offset)).toEqual([
    "+1.050",
    "+1:02.500",
    "+2:00:01.000",
    "-0.005",
  ]);
});

test("sizes", () => {
  expect([0, 1023, 1536, 5 << 20].map(bytes)).toEqual(["0 B", "1023 B", "1.5 KiB", "5.0 MiB"]);
});
