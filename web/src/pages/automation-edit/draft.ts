// An automation while it is written.
import type { Automation, AutomationBody } from "@/api/automations";
import { type Config, type Destination, PLACES, type Place, type Trigger, settingOf } from "@/domain/automation";
import { isZone } from "@/domain/cron";
import type { Mode } from "@/domain/job";
import { DESTINATION_SETTINGS, type Setting, TRIGGER_SETTINGS, type Values, configOf, isWhole, valuesOf } from "./settings";

export interface Draft {
  name: string;
  isOn: boolean;
  trigger: Trigger;
  /** The settings of every kind of trigger, so that nothing is lost while one chooses. */
  values: Values;
  cron: string;
  zone: string;
  /** What is looked at when the time has come. */
  place: Place;
  job: string;
  mode: Mode;
  destination: Destination | null;
  to: Values;
}

export function newDraft(job: string): Draft {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { name: "", isOn: true, trigger: "folder", values: {}, cron: "0 8 * * *", zone, place: "folder", job, mode: "individual", destination: null, to: {} };
}

export function draftOf(automation: Automation): Draft {
  const { trigger_type: trigger, trigger_config: config } = automation;
  const source = trigger === "cron" ? ((config["source"] ?? {}) as Config) : config;
  return {
    name: automation.name,
    isOn: automation.is_enabled,
    trigger,
    values: valuesOf(source),
    cron: settingOf(config, "cron") || "0 8 * * *",
    zone: settingOf(config, "time_zone") || "UTC",
    place: PLACES.find((known) => known === source["type"]) ?? "folder",
    job: automation.job_id,
    mode: automation.processing_mode,
    destination: automation.dest_type ?? null,
    to: valuesOf(automation.export_config ?? {}),
  };
}

/** The settings that a draft's trigger has; those of its place where a schedule looks at one. */
export function triggerSettings({ trigger, place }: Draft): readonly Setting[] {
  if (trigger !== "cron") return TRIGGER_SETTINGS[trigger];
  // The times say when it is looked at.
  return TRIGGER_SETTINGS[place].filter(({ name }) => name !== "poll_seconds");
}

export function bodyOf(draft: Draft): AutomationBody {
  const config = configOf(triggerSettings(draft), draft.values);
  const { cron, zone, place, destination } = draft;
  return {
    name: draft.name.trim(),
    is_enabled: draft.isOn,
    trigger_type: draft.trigger,
    trigger_config: draft.trigger === "cron" ? { cron: cron.trim(), time_zone: zone.trim(), source: { type: place, ...config } } : config,
    job_id: draft.job,
    processing_mode: draft.mode,
    dest_type: destination,
    export_config: destination ? configOf(DESTINATION_SETTINGS[destination], draft.to) : null,
  };
}

/** Whether everything that is needed is written. */
export function isReady(draft: Draft): boolean {
  const { destination } = draft;
  const timed = draft.trigger !== "cron" || (draft.cron.trim() !== "" && isZone(draft.zone.trim()));
  const sent = destination === null || isWhole(DESTINATION_SETTINGS[destination], draft.to);
  return draft.name.trim() !== "" && draft.job !== "" && timed && sent && isWhole(triggerSettings(draft), draft.values);
}
