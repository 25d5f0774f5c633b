// The component that is chosen: its fields, what it needs, taking it away.
import { Plus, Trash2 } from "lucide-react";
import type { ComponentDraft } from "@/flow/draft";
import { ComponentFields } from "@/flow/ComponentFields";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import type { Draft } from "./useDraft";

export function Chosen({ edit, component }: { edit: Draft; component: ComponentDraft }) {
  const faults = edit.faults.filter(({ key }) => key === component.key);
  return (
    <Panel aria-label="Component" className="flex flex-col gap-4 p-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 className="min-w-0 font-medium wrap-anywhere">{component.name || component.id || "A component"}</h2>
        <span className="flex flex-wrap gap-2">
          <Button onClick={() => edit.add(component.key)}>
            <Plus aria-hidden /> Add one after it
          </Button>
          <Button look="danger" onClick={() => edit.remove(component.key)}>
            <Trash2 aria-hidden /> Remove
          </Button>
        </span>
      </div>
      <ComponentFields component={component} faults={faults} onChange={(change) => edit.change(component.key, change)}>
        <Needs edit={edit} component={component} error={faults.find(({ field }) => field === "needs")?.message} />
      </ComponentFields>
    </Panel>
  );
}

interface NeedsProps {
  edit: Draft;
  component: ComponentDraft;
  error: string | undefined;
}

/** The other components, to be checked where it needs them. */
function Needs({ edit, component, error }: NeedsProps) {
  const others = edit.draft.components.filter(({ key }) => key !== component.key);
  const needs = new Set(edit.draft.edges.filter(({ to }) => to === component.key).map(({ from }) => from));
  if (others.length === 0) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">Needs</legend>
      <div className="flex max-h-40 flex-wrap gap-x-4 gap-y-1 overflow-auto p-0.5">
        {others.map(({ key, id }) => (
          <label key={key} className="flex items-center gap-1.5">
            <input
              type="checkbox"
              className="size-4 accent-accent-strong"
              checked={needs.has(key)}
              onChange={(event) => edit.connect(key, component.key, event.target.checked)}
            />
            <span className="font-mono text-[13px]">{id}</span>
          </label>
        ))}
      </div>
      <p className={error ? "text-xs text-bad" : "text-xs text-soft"}>
        {error ?? (needs.size === 0 ? "Nothing: it begins at once." : "It begins once they have succeeded, and reads what they wrote.")}
      </p>
    </fieldset>
  );
}
