// The parts of an automation: its name, what sets it off, the job, where results go.
import type { ReactNode } from "react";
import { DESTINATIONS, DESTINATION_WORDS, needsGoogle } from "@/domain/automation";
import { MODE_WORDS, type Mode } from "@/domain/job";
import { Field, Input, Select } from "@/ui/field";
import { Panel } from "@/ui/page";
import { CronFields } from "./CronFields";
import { type Draft, triggerSettings } from "./draft";
import { GoogleNote } from "./GoogleNote";
import { JobChoice } from "./JobChoice";
import { DESTINATION_SETTINGS } from "./settings";
import { Settings } from "./Settings";
import { TriggerChoice } from "./TriggerChoice";

interface PartProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
}

export function DraftForm(props: PartProps) {
  const { draft, onChange } = props;
  return (
    <>
      <Part title="What it is called">
        <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
          <Input aria-label="Name" required maxLength={200} placeholder="Invoices that come in" value={draft.name} onChange={(event) => onChange({ ...draft, name: event.target.value })} className="w-full sm:w-96" />
          <label className="flex items-center gap-2">
            <input type="checkbox" checked={draft.isOn} onChange={(event) => onChange({ ...draft, isOn: event.target.checked })} className="size-4 accent-accent-strong" />
            It is on
          </label>
        </div>
      </Part>
      <Part title="What sets it off">
        <TriggerPart {...props} />
      </Part>
      <Part title="What is done">
        <JobPart {...props} />
      </Part>
      <Part title="Where results go">
        <DestinationPart {...props} />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Panel aria-label={title} className="flex flex-col gap-3 p-4">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </Panel>
  );
}

function TriggerPart({ draft, onChange }: PartProps) {
  const timed = draft.trigger === "cron";
  return (
    <>
      <TriggerChoice chosen={draft.trigger} onChange={(trigger) => onChange({ ...draft, trigger })} />
      {timed && <CronFields draft={draft} onChange={onChange} />}
      {needsGoogle(draft.trigger, timed ? draft.place : null) && <GoogleNote />}
      <Settings settings={triggerSettings(draft)} values={draft.values} onChange={(values) => onChange({ ...draft, values })} />
      {draft.trigger === "webhook" && <p className="text-soft">Its address, and how requests are signed, are shown once it is made.</p>}
    </>
  );
}

const MODES: readonly Mode[] = ["individual", "combined"];

function JobPart({ draft, onChange }: PartProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <JobChoice chosen={draft.job} onChange={(job) => onChange({ ...draft, job })} />
      <Field label="Files are read" hint="Those of one event: one task for each, or one for all">
        {(ids) => (
          <Select {...ids} value={draft.mode} onChange={(event) => onChange({ ...draft, mode: MODES.find((known) => known === event.target.value) ?? "individual" })}>
            {MODES.map((mode) => (
              <option key={mode} value={mode}>
                {MODE_WORDS[mode]}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

function DestinationPart({ draft, onChange }: PartProps) {
  const { destination } = draft;
  return (
    <>
      <Select
        aria-label="Where results go"
        value={destination ?? ""}
        onChange={(event) => onChange({ ...draft, destination: DESTINATIONS.find((known) => known === event.target.value) ?? null })}
        className="max-w-full self-start"
      >
        <option value="">Nowhere else: they stay with the run</option>
        {DESTINATIONS.map((known) => (
          <option key={known} value={known}>
            {DESTINATION_WORDS[known]}
          </option>
        ))}
      </Select>
      {needsGoogle(destination) && <GoogleNote />}
      {destination && <Settings key={destination} settings={DESTINATION_SETTINGS[destination]} values={draft.to} onChange={(to) => onChange({ ...draft, to })} />}
    </>
  );
}
