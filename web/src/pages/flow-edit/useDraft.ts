// The draft of a flow while one writes: what is wrong with it, which component is chosen, saving it.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { type FlowBody, flowsChanged } from "@/api/flows";
import type { Flow } from "@/domain/flow";
import { type ComponentDraft, type FlowDraft, added, changed, connected, flowBody, removed, sameDraft } from "@/flow/draft";
import { type FaultField, faultsOf, serverFaults, standing } from "@/flow/faults";
import { paths } from "@/paths";

const NOT_TEXT: ReadonlySet<FaultField> = new Set<FaultField>(["inputs", "retries", "delay", "limit"]);

/** `save` makes or replaces the flow. */
export function useDraft(before: FlowDraft, save: (body: FlowBody) => Promise<Flow>) {
  const navigate = useNavigate();
  const [draft, setDraft] = useState(before);
  const [chosen, setChosen] = useState<string | null>(before.components[0]?.key ?? null);
  const [saved, setSaved] = useState(false);
  const saving = useMutation({
    mutationFn: (sent: FlowDraft) => save(flowBody(sent)),
    onSuccess: async (flow) => {
      setSaved(true);
      void flowsChanged();
      await navigate({ ...paths.flow(flow.id), ignoreBlocker: true });
    },
  });
  const sent = saving.variables;
  const refused = sent ? standing(serverFaults(saving.error, sent), sent, draft) : [];
  const own = faultsOf(draft);
  const { components } = draft;
  return {
    draft,
    setDraft,
    /** What the writer is told: of a new flow not what nobody has come to yet. */
    faults: [...own.filter(({ field, key }) => key !== null || field !== "name" || draft.name !== before.name), ...refused],
    /** Whether it can be written as JSON: inputs and numbers are such. */
    isWritable: !own.some(({ field }) => NOT_TEXT.has(field)),
    canSave: own.length === 0 && !saving.isPending,
    dirty: !saved && !sameDraft(draft, before),
    component: components.find(({ key }) => key === chosen) ?? components[0] ?? null,
    choose: setChosen,
    save: () => saving.mutate(draft),
    saving: saving.isPending,
    /** What the server refused, where it named no place that is shown. */
    error: refused.length > 0 ? null : saving.error,
    add: (after?: string) => {
      const next = added(draft, after);
      setDraft(next.draft);
      setChosen(next.key);
    },
    remove: (key: string) => setDraft(removed(draft, key)),
    connect: (from: string, to: string, needs: boolean) => setDraft(connected(draft, from, to, needs)),
    change: (key: string, change: Partial<ComponentDraft>) => setDraft(changed(draft, key, change)),
  };
}

export type Draft = ReturnType<typeof useDraft>;
