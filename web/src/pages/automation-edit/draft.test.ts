import { expect, test } from "vitest";
import { bodyOf, draftOf, isReady, newDraft } from "./draft";

const CRON = {
  name: "nightly",
  is_enabled: false,
  trigger_type: "cron",
  trigger_config: { cron: "0 3 * * *", time_zone: "Europe/Vienna", source: { type: "imap", host: "mail", username: "u", password_secret: "p", port: 1143, include_message: true } },
  job_id: "j",
  processing_mode: "combined",
  dest_type: "mail",
  export_config: { host: "mail", from: "a@x", to: ["b@x", "c@x"], file_type: "excel" },
} as const;

test("what is edited and not changed stays as it is", () => {
  const draft = draftOf({ ...CRON, id: "a", created_at: "", updated_at: "", failures: 0, job_name: "j" });
  expect(bodyOf(draft)).toEqual(CRON);
  expect(isReady(draft)).toBe(true);
});

test("settings of another kind are not sent, and what is empty is left out", () => {
  const draft = { ...newDraft("j"), name: " in ", values: { path: " /in ", host: "mail", file_name: "", recursive: true, settle_seconds: "1" } };
  expect(bodyOf(draft).trigger_config).toEqual({ path: "/in", recursive: true, settle_seconds: 1 });
  expect(bodyOf(draft)).toMatchObject({ name: "in", dest_type: null, export_config: null });
});

test("what lacks something needed is not ready", () => {
  const draft = { ...newDraft("j"), name: "in", values: { path: "/in" } };
  expect(isReady(draft)).toBe(true);
  expect(isReady({ ...draft, name: " " })).toBe(false);
  expect(isReady({ ...draft, values: { path: " " } })).toBe(false);
  expect(isReady({ ...draft, destination: "folder" })).toBe(false);
  expect(isReady({ ...draft, trigger: "cron", zone: "Mars/Olympus" })).toBe(false);
});
