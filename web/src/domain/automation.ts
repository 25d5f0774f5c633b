// What an automation is: something that happens, the job whose run it makes, where results go. Every page asks here.
import type { components } from "@/api/schema";
import { scheduleWords } from "./cron";
import { absolute } from "./time";

export type Trigger = components["schemas"]["TriggerWord"];
/** A place that can be looked at for something new. */
export type Place = Exclude<Trigger, "cron" | "webhook">;
export type Destination = components["schemas"]["DestinationWord"];
export type AutomationStatus = components["schemas"]["AutomationStatusWord"];
/** Settings by name, as the API takes and tells them. */
export type Config = Record<string, unknown>;

export const TRIGGERS: readonly Trigger[] = ["folder", "cron", "webhook", "imap", "gmail", "drive"];
export const PLACES: readonly Place[] = ["folder", "imap", "gmail", "drive"];
export const DESTINATIONS: readonly Destination[] = ["folder", "object_store", "drive", "mail"];

export const TRIGGER_WORDS: Record<Trigger, { name: string; does: string }> = {
  folder: { name: "Folder", does: "A file comes into a folder of the server's machine" },
  cron: { name: "Schedule", does: "A time comes: all that is new since the last one is one run" },
  webhook: { name: "Web hook", does: "A program sends a signed request" },
  imap: { name: "Mail", does: "A mail with attachments comes into a mailbox (IMAP)" },
  gmail: { name: "Gmail", does: "A mail with attachments comes into Gmail" },
  drive: { name: "Google Drive", does: "A file comes into a folder of Google Drive, or changes" },
};

export const DESTINATION_WORDS: Record<Destination, string> = {
  folder: "A folder of the server's machine",
  object_store: "An object store (S3 or Google Cloud Storage)",
  drive: "Google Drive",
  mail: "Mail",
};

export const STATUS_WORDS: Record<AutomationStatus, string> = {
  waiting: "Waiting",
  importing: "Fetching files",
  processing: "Running",
  exporting: "Sending results",
  completed: "Completed",
  failed: "Failed",
};

/** Whether nothing more comes of an event. */
export function eventEnded(status: AutomationStatus): boolean {
  return status === "completed" || status === "failed";
}

/** A setting as text; empty where it is not set. */
export function settingOf(config: Config, name: string): string {
  const value = config[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** What sets an automation off, in words. */
export function triggerWords({ trigger_type, trigger_config }: { trigger_type: Trigger; trigger_config: Config }): string {
  if (trigger_type === "webhook") return "A signed request";
  if (trigger_type !== "cron") return placeWords(trigger_type, trigger_config);
  const source = (trigger_config["source"] ?? {}) as Config;
  const place = PLACES.find((known) => known === source["type"]);
  const cron = settingOf(trigger_config, "cron");
  const when = `${scheduleWords(cron) ?? `At the times ${cron}`} (${settingOf(trigger_config, "time_zone") || "UTC"})`;
  return place ? `${when}: ${lower(placeWords(place, source))}` : when;
}

function placeWords(place: Place, config: Config): string {
  const only = [settingOf(config, "file_name"), fromWords(config)].filter(Boolean).join(", ");
  const limited = only && `, only ${only}`;
  const kinds: Record<Place, () => string> = {
    folder: () => `Files in ${settingOf(config, "path")}`,
    imap: () => `Mail to ${settingOf(config, "username")} at ${settingOf(config, "host")}`,
    gmail: () => ["Mail in Gmail", settingOf(config, "query")].filter(Boolean).join(": "),
    drive: () => ["Files in Google Drive", settingOf(config, "folder_id")].filter(Boolean).join(", folder "),
  };
  return kinds[place]() + limited;
}

function fromWords(config: Config): string {
  const from = settingOf(config, "from");
  const subject = settingOf(config, "subject");
  return [from && `from ${from}`, subject && `about ${subject}`].filter(Boolean).join(" ");
}

/** Where results go, in words; null where they stay with the run. */
export function destinationWords(kind: Destination | null | undefined, config: Config | null | undefined): string | null {
  if (!kind) return null;
  const told = config ?? {};
  const file = told["file_type"] === "excel" ? "Excel" : "CSV";
  const to = told["to"];
  const where: Record<Destination, string> = {
    folder: `to ${settingOf(told, "path")}`,
    object_store: `to ${settingOf(told, "url")}`,
    drive: "to Google Drive",
    mail: `by mail to ${Array.isArray(to) ? to.join(", ") : ""}`,
  };
  return `${file} ${where[kind]}`;
}

/** What happened: a time as the reader's clock has it, anything else as it was told. */
export function eventWords(trigger: Trigger, event: string): string {
  if (trigger !== "cron") return event;
  const [time = "", ...note] = event.split("; ");
  return Number.isNaN(Date.parse(time)) ? event : [absolute(time), ...note].join("; ");
}

/** Where an automation needs an account at Google. */
export function needsGoogle(...kinds: (string | null | undefined)[]): boolean {
  return kinds.some((kind) => kind === "gmail" || kind === "drive");
}

/** How often a place is looked at, in seconds; null where times or requests decide. */
export function everySeconds({ trigger_type, trigger_config }: { trigger_type: Trigger; trigger_config: Config }): number | null {
  if (trigger_type === "cron" || trigger_type === "webhook") return null;
  return Number(settingOf(trigger_config, "poll_seconds") || 30);
}

interface Event {
  status: AutomationStatus;
  created_at: string;
  next_at?: string | null;
}

/**
 * In how many milliseconds something else may be to be told of these events, for which no stream has a word: the server
 * goes on with them at times of its own. Null where nothing is to come.
 */
export function nextReading(events: readonly Event[], now: number): number | null {
  const open = events.filter(({ status }) => !eventEnded(status));
  return open.length === 0 ? null : Math.max(1_000, Math.min(...open.map((event) => waitOf(event, now))));
}

/** A run tells its end itself, but may have told it before anybody listened: the longer it takes, the less it is asked. */
function waitOf({ status, created_at, next_at }: Event, now: number): number {
  if (status === "processing") return (now - Date.parse(created_at)) / 4 + 1_000;
  return next_at ? Date.parse(next_at) - now + 1_000 : 0;
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
