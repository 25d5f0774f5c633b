import { expect, test } from "vitest";
import { nextTimes, parseCron, scheduleWords } from "./cron";

function next(text: string, zone: string, after: string, count = 1): string[] {
  const cron = parseCron(text);
  if (!cron) throw new Error(`${text} is no cron expression`);
  return nextTimes(cron, zone, Date.parse(after), count).map((time) => new Date(time).toISOString().replace(":00.000", ""));
}

test("times are those of the zone in summer and winter", () => {
  expect(next("0 9 * * 1-5", "Europe/Vienna", "2026-07-03T07:00:00Z")).toEqual(["2026-07-06T07:00Z"]);
  expect(next("0 9 * * mon-fri", "Europe/Vienna", "2026-11-20T07:59:59Z")).toEqual(["2026-11-20T08:00Z"]);
  expect(next("30 2 * * *", "Europe/Vienna", "2026-10-24T22:00:00Z", 2)).toEqual(["2026-10-25T00:30Z", "2026-10-26T01:30Z"]);
  expect(next("30 2 * * *", "Europe/Vienna", "2026-03-28T12:00:00Z")).toEqual(["2026-03-29T01:30Z"]);
});

test("steps, lists, days that are rare, and either kind of days", () => {
  expect(next("*/20 8,9 * * *", "UTC", "2026-11-20T08:30:00Z", 3)).toEqual(["2026-11-20T08:40Z", "2026-11-20T09:00Z", "2026-11-20T09:20Z"]);
  expect(next("0 0 29 2 *", "UTC", "2026-11-20T08:30:00Z")).toEqual(["2028-02-29T00:00Z"]);
  expect(next("0 0 1 * 7", "UTC", "2026-11-28T00:00:00Z", 2)).toEqual(["2026-11-29T00:00Z", "2026-12-01T00:00Z"]);
  expect(next("0 0 30 2 *", "UTC", "2026-11-20T08:30:00Z")).toEqual([]);
});

test("what is no schedule is none", () => {
  for (const text of ["", "every day", "61 * * * *", "* * * *", "*/0 * * * *", "0 0 L * *"]) expect(parseCron(text)).toBeNull();
});

test("schedules are told in words", () => {
  expect(scheduleWords("0 9 * * *")).toBe("Every day at 09:00");
  expect(scheduleWords("0 9,17 * * 1-5")).toBe("Monday to Friday at 09:00 and 17:00");
  expect(scheduleWords("*/15 * * * *")).toBe("Every 15 minutes");
  expect(scheduleWords("5 * * * 0")).toBe("Every hour at 05 minutes past, every Sunday");
  expect(scheduleWords("0 6 1 * *")).toBe("On day 1 of the month at 06:00");
  expect(scheduleWords("7,9 3 * 2 *")).toBeNull();
});
