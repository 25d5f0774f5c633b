// The times of a schedule, with those that come next, and what is looked at then.
import { useMemo } from "react";
import { PLACES, TRIGGER_WORDS } from "@/domain/automation";
import { isZone, nextTimes, parseCron, scheduleWords } from "@/domain/cron";
import { absolute, once } from "@/domain/time";
import { Button } from "@/ui/button";
import { Field, Input, Select } from "@/ui/field";
import { useNow } from "@/ui/time";
import type { Draft } from "./draft";

const EXAMPLES = ["0 * * * *", "0 8 * * *", "0 8 * * 1-5", "0 8 * * 1", "0 8 1 * *"];
const zones = once(() => ["UTC", ...Intl.supportedValuesOf("timeZone")]);

export function CronFields({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const wrongZone = isZone(draft.zone.trim()) ? undefined : "This is no name of a time zone";
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2">
        {EXAMPLES.map((cron) => (
          <Button key={cron} aria-pressed={draft.cron === cron} onClick={() => onChange({ ...draft, cron })} className="min-h-7 px-2 text-xs aria-pressed:border-accent aria-pressed:text-accent">
            {scheduleWords(cron)}
          </Button>
        ))}
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Times" hint="Minute, hour, day of the month, month, day of the week, as cron has them">
          {(ids) => <Input {...ids} required className="font-mono" value={draft.cron} onChange={(event) => onChange({ ...draft, cron: event.target.value })} />}
        </Field>
        <Field label="Time zone" hint="Begin to write its name" error={wrongZone}>
          {(ids) => <Input {...ids} required list="zones" value={draft.zone} onChange={(event) => onChange({ ...draft, zone: event.target.value })} />}
        </Field>
      </div>
      <datalist id="zones">
        {zones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <NextTimes cron={draft.cron} zone={draft.zone.trim()} />
      <Field label="What is looked at then" className="max-w-md">
        {(ids) => (
          <Select {...ids} value={draft.place} onChange={(event) => onChange({ ...draft, place: PLACES.find((known) => known === event.target.value) ?? "folder" })}>
            {PLACES.map((place) => (
              <option key={place} value={place}>
                {TRIGGER_WORDS[place].name}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}

const SHOWN = 3;

function NextTimes({ cron: text, zone }: { cron: string; zone: string }) {
  // The times change by the minute, not by the second.
  const minute = Math.floor(useNow() / 60_000) * 60_000;
  const cron = useMemo(() => parseCron(text), [text]);
  const times = useMemo(() => (cron && isZone(zone) ? nextTimes(cron, zone, minute, SHOWN) : []), [cron, zone, minute]);
  const words = scheduleWords(text);
  if (!cron) return <p className="text-soft">The next times are not shown for such an expression; the server says whether it is one when you save.</p>;
  return (
    <p role="status" className="text-soft">
      {words && <span className="text-text">{words}. </span>}
      {times.length === 0 ? "No such time comes." : `Next in your time: ${times.map((time) => absolute(new Date(time).toISOString())).join("; ")}.`}
    </p>
  );
}
