// What a run that goes on from another is to be: components as they are edited, inputs.
import { useState } from "react";
import type { FlowRunBody } from "@/api/flows";
import type { Run } from "@/domain/run";
import { type ComponentDraft, componentBody, componentDraft } from "@/flow/draft";
import { type Fault, componentFaults } from "@/flow/faults";
import { draftOf, inputsError, parseInputs } from "@/form/draft";

export interface Edited {
  before: ComponentDraft;
  after: ComponentDraft;
  isChanged: boolean;
  faults: Fault[];
}

export function useResume(run: Run, from: string | undefined) {
  const [before] = useState(() => ({
    inputs: draftOf(run).inputs,
    components: (run.snapshot.components ?? []).map((component) => componentDraft(component, component.id)),
  }));
  const [inputs, setInputs] = useState(before.inputs);
  const [changes, setChanges] = useState<Readonly<Record<string, Partial<ComponentDraft>>>>({});
  const components = before.components.map((component): Edited => {
    const after = { ...component, ...changes[component.key] };
    const isChanged = JSON.stringify(after) !== JSON.stringify(component);
    return { before: component, after, isChanged, faults: isChanged ? componentFaults(after) : [] };
  });
  const isRight = inputsError(inputs) === undefined && components.every(({ faults }) => faults.length === 0);
  const edited = components.filter(({ isChanged }) => isChanged);
  return {
    inputs,
    setInputs,
    components,
    isChanged: edited.length > 0 || inputs !== before.inputs,
    /** Whether it can be asked for. */
    isRight,
    /** What to ask for. */
    body: isRight ? bodyOf() : { from_run_id: run.id },
    change: (key: string, change: Partial<ComponentDraft>) => setChanges((all) => ({ ...all, [key]: { ...all[key], ...change } })),
    undo: (key: string) => setChanges((all) => ({ ...all, [key]: {} })),
  };

  function bodyOf(): FlowRunBody {
    return {
      from_run_id: run.id,
      ...(from !== undefined && { from_component: from }),
      ...(edited.length > 0 && { components: edited.map(({ after }) => componentBody(after)) }),
      ...(inputs !== before.inputs && { inputs: parseInputs(inputs) }),
    };
  }
}

export type ResumeDraft = ReturnType<typeof useResume>;
