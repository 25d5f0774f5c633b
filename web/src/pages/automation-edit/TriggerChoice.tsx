// What sets an automation off: one of a few kinds.
import { TRIGGERS, TRIGGER_WORDS, type Trigger } from "@/domain/automation";
import { TRIGGER_ICONS } from "@/pages/automation/icons";

export function TriggerChoice({ chosen, onChange }: { chosen: Trigger; onChange: (trigger: Trigger) => void }) {
  return (
    <div role="radiogroup" aria-label="What sets it off" className="grid grid-cols-2 gap-2 sm:grid-cols-3">
      {TRIGGERS.map((trigger) => {
        const Icon = TRIGGER_ICONS[trigger];
        const { name, does } = TRIGGER_WORDS[trigger];
        return (
          <label
            key={trigger}
            className="flex cursor-pointer flex-col gap-1 rounded-md border border-line p-2.5 hover:bg-raised/50 has-checked:border-accent has-checked:bg-raised has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input type="radio" name="trigger" value={trigger} checked={chosen === trigger} onChange={() => onChange(trigger)} className="sr-only" />
            <span className="flex items-center gap-2 font-medium">
              <Icon aria-hidden className="size-4.5 shrink-0 text-soft" /> {name}
            </span>
            <span className="text-xs text-soft max-sm:hidden">{does}</span>
          </label>
        );
      })}
    </div>
  );
}
