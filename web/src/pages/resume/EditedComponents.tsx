// The components of the new run: each can be edited for it, and what differs is shown.
import { ChevronRight, Undo2 } from "lucide-react";
import { useState } from "react";
import { DiffView } from "@/editor/DiffView";
import type { Language } from "@/editor/setup";
import { ComponentFields } from "@/flow/ComponentFields";
import type { ComponentField } from "@/flow/draft";
import { Button } from "@/ui/button";
import { cx } from "@/ui/cx";
import { Panel } from "@/ui/page";
import type { Edited, ResumeDraft } from "./useResume";

interface EditedComponentsProps {
  edit: ResumeDraft;
  /** The id of the component that is open at first. */
  first: string | undefined;
}

export function EditedComponents({ edit, first }: EditedComponentsProps) {
  const [open, setOpen] = useState(first);
  return (
    <Panel aria-label="Components">
      <p className="border-b border-line px-4 py-2 text-soft">Components can be edited for this run. The flow itself stays as it is.</p>
      <ol className="divide-y divide-line">
        {edit.components.map((one) => {
          const { key, name, id } = one.before;
          const shown = key === open;
          return (
            <li key={key} className="min-w-0">
              <div className="flex items-center gap-2 pr-2 hover:bg-raised/50">
                <button type="button" aria-expanded={shown} onClick={() => setOpen(shown ? undefined : key)} className="flex min-w-0 flex-1 items-center gap-3 px-4 py-2 text-left">
                  <ChevronRight aria-hidden className={cx("size-4 shrink-0 text-soft", shown && "rotate-90")} />
                  <span className="font-medium wrap-anywhere">{name || id}</span>
                  {one.isChanged && <span className="text-warn">edited</span>}
                </button>
                {one.isChanged && (
                  <Button look="quiet" onClick={() => edit.undo(key)}>
                    <Undo2 aria-hidden /> As it was
                  </Button>
                )}
              </div>
              {(shown || one.isChanged) && (
                <div className="flex min-w-0 flex-col gap-4 px-4 pb-4">
                  {shown && <ComponentFields component={one.after} faults={one.faults} renamed={false} onChange={(change) => edit.change(key, change)} />}
                  <Differences edited={one} />
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

const PARTS: readonly (readonly [ComponentField, string, Language])[] = [
  ["code", "Python code", "python"],
  ["dependencies", "Dependencies", "text"],
  ["requirements", "Requirements file", "text"],
  ["inputs", "Inputs of its own", "json"],
  ["retries", "Retries", "text"],
  ["delay", "Delay", "text"],
  ["limit", "Time limit", "text"],
];

function Differences({ edited: { before, after } }: { edited: Edited }) {
  return PARTS.filter(([part]) => before[part] !== after[part]).map(([part, title, language]) => (
    <section key={part} aria-label={`Changes: ${title} of ${before.id}`} className="flex min-w-0 flex-col gap-1">
      <h3 className="font-medium">
        {title} <span className="font-normal text-soft">against the earlier run</span>
      </h3>
      <DiffView before={before[part]} after={after[part]} language={language} label={`Changes: ${title} of ${before.id}`} />
    </section>
  ));
}
