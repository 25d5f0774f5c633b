import { expect, test } from "vitest";
import { byDay } from "./days";

/** A moment in the reader's zone, as the API tells it. */
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();

test("entries stand by the day of the reader", () => {
  const now = new Date(2026, 2, 1, 0, 30).getTime();
  const entries = [at(2026, 2, 1, 0, 10), at(2026, 1, 28, 23, 50), at(2026, 1, 28, 0, 0), at(2026, 1, 27, 12, 0)];
  const days = byDay(entries.map((created_at) => ({ created_at })), now);
  expect(days.map((day) => day.entries.length)).toEqual([1, 2, 1]);
  expect(days.map((day) => day.name).slice(0, 2)).toEqual(["Today", "Yesterday"]);
  expect(days[2]?.name).toContain("27");
});
