import { expect, test } from "vitest";
import { destinationWords, nextReading, triggerWords } from "./automation";

test("what sets an automation off is told in words", () => {
  expect(triggerWords({ trigger_type: "folder", trigger_config: { path: "/in", file_name: "*.pdf" } })).toBe("Files in /in, only *.pdf");
  const source = { type: "imap", host: "mail.example", username: "bills", from: "acme" };
  const cron = { cron: "0 8 * * *", time_zone: "Europe/Vienna", source };
  expect(triggerWords({ trigger_type: "cron", trigger_config: cron })).toBe("Every day at 08:00 (Europe/Vienna): mail to bills at mail.example, only from acme");
});

test("where results go is told in words", () => {
  expect(destinationWords(null, null)).toBeNull();
  expect(destinationWords("mail", { to: ["a@x", "b@x"], file_type: "excel" })).toBe("Excel by mail to a@x, b@x");
});

test("events are read again when the server said it goes on, and the less the longer their run takes", () => {
  const now = Date.parse("2026-11-20T08:00:00Z");
  const created_at = "2026-11-20T07:00:00Z";
  expect(nextReading([{ status: "completed", created_at }], now)).toBeNull();
  expect(nextReading([{ status: "exporting", created_at, next_at: "2026-11-20T08:00:30Z" }], now)).toBe(31_000);
  expect(nextReading([{ status: "importing", created_at, next_at: "2026-11-20T07:59:00Z" }], now)).toBe(1_000);
  expect(nextReading([{ status: "failed", created_at }, { status: "processing", created_at, next_at: "2026-11-20T08:00:01Z" }], now)).toBe(901_000);
});
