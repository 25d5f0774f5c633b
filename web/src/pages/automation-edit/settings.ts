// The settings of each kind of trigger and destination: one table, from which forms are drawn and bodies made.
import type { Config, Destination, Trigger } from "@/domain/automation";

/** What is written in a form, by the setting's name. */
export type Values = Record<string, string | boolean>;

export interface Setting {
  name: string;
  label: string;
  hint?: string;
  /** `list` is separated by commas; `secret` is the name of a stored one. */
  kind: "text" | "number" | "flag" | "list" | "secret" | "security" | "file type";
  required?: boolean;
  placeholder?: string;
  /** Whether it stands where one looks only when one needs it. */
  rare?: boolean;
}

const FILE_NAME: Setting = { name: "file_name", label: "Only files named", hint: "Any name if empty; * and {a,b} stand for what they usually do", kind: "text", placeholder: "*.pdf" };
const EXISTING: Setting = { name: "include_existing", label: "Take what is there already, too", kind: "flag" };
const EVERY: Setting = { name: "poll_seconds", label: "Look every … seconds", kind: "number", placeholder: "30", rare: true };
const FROM: Setting = { name: "from", label: "Only from", hint: "Part of the sender's name or address", kind: "text", placeholder: "@acme.example" };
const SUBJECT: Setting = { name: "subject", label: "Only about", hint: "Part of the subject", kind: "text", placeholder: "invoice" };
const MESSAGE: Setting = { name: "include_message", label: "Take the mail itself, too", kind: "flag" };
const HOST: Setting = { name: "host", label: "Server", kind: "text", required: true, placeholder: "mail.example" };
const PORT: Setting = { name: "port", label: "Port", hint: "The usual one if empty", kind: "number", rare: true };
const SECURITY: Setting = { name: "security", label: "Connection", kind: "security", rare: true };
const FOLDER_ID: Setting = { name: "folder_id", label: "Folder's id", hint: "The last part of the folder's address in the browser; the account's own folder if empty", kind: "text" };
const FILE_TYPE: Setting = { name: "file_type", label: "As", kind: "file type" };

export const TRIGGER_SETTINGS: Record<Exclude<Trigger, "cron">, readonly Setting[]> = {
  folder: [
    { name: "path", label: "Folder", hint: "On the machine that the server runs on", kind: "text", required: true, placeholder: "/srv/in" },
    FILE_NAME,
    EXISTING,
    { name: "recursive", label: "Look into its folders, too", kind: "flag" },
    { name: "settle_seconds", label: "Take a file once it is unchanged for … seconds", kind: "number", placeholder: "5", rare: true },
    EVERY,
  ],
  webhook: [{ name: "secret", label: "Secret that requests are signed with", kind: "secret", required: true }],
  imap: [
    HOST,
    { name: "username", label: "User", kind: "text", required: true, placeholder: "bills@acme.example" },
    { name: "password_secret", label: "Password", kind: "secret", required: true },
    FROM,
    SUBJECT,
    FILE_NAME,
    MESSAGE,
    EXISTING,
    { name: "mailbox", label: "Mailbox", kind: "text", placeholder: "INBOX", rare: true },
    SECURITY,
    PORT,
    EVERY,
  ],
  gmail: [
    { name: "query", label: "Search", hint: "As typed into Gmail", kind: "text", placeholder: "has:attachment invoice" },
    FROM,
    SUBJECT,
    FILE_NAME,
    MESSAGE,
    { name: "label", label: "Label", kind: "text", placeholder: "INBOX", rare: true },
    EVERY,
  ],
  drive: [FOLDER_ID, FILE_NAME, EXISTING, EVERY],
};

export const DESTINATION_SETTINGS: Record<Destination, readonly Setting[]> = {
  folder: [{ name: "path", label: "Folder", hint: "On the machine that the server runs on", kind: "text", required: true, placeholder: "/srv/out" }, FILE_TYPE],
  object_store: [{ name: "url", label: "Address", hint: "Its credentials are those of the server", kind: "text", required: true, placeholder: "s3://bucket/folder" }, FILE_TYPE],
  drive: [FOLDER_ID, FILE_TYPE],
  mail: [
    { name: "to", label: "To", hint: "Addresses, separated by commas", kind: "list", required: true, placeholder: "books@acme.example" },
    { name: "from", label: "From", kind: "text", required: true, placeholder: "annals@acme.example" },
    HOST,
    { name: "username", label: "User", hint: "None if empty", kind: "text" },
    { name: "password_secret", label: "Password", kind: "secret" },
    { name: "subject", label: "Subject", kind: "text" },
    FILE_TYPE,
    SECURITY,
    PORT,
  ],
};

/** What is written in a form as the API takes it; what is empty is left out. */
export function configOf(settings: readonly Setting[], values: Values): Config {
  const config: Config = {};
  for (const { name, kind } of settings) {
    const value = values[name];
    if (typeof value === "boolean") {
      if (value) config[name] = true;
      continue;
    }
    const text = value?.trim() ?? "";
    if (text === "") continue;
    if (kind === "number") config[name] = Number(text);
    else if (kind === "list") config[name] = text.split(",").map((part) => part.trim()).filter(Boolean);
    else config[name] = text;
  }
  return config;
}

/** What the API tells as it is written in a form. */
export function valuesOf(config: Config): Values {
  const values: Values = {};
  for (const [name, value] of Object.entries(config)) {
    if (typeof value === "boolean" || typeof value === "string") values[name] = value;
    if (typeof value === "number") values[name] = String(value);
    if (Array.isArray(value)) values[name] = value.join(", ");
  }
  return values;
}

/** Whether everything that is needed is written. */
export function isWhole(settings: readonly Setting[], values: Values): boolean {
  return settings.every(({ name, required }) => !required || (typeof values[name] === "string" && values[name].trim() !== ""));
}
