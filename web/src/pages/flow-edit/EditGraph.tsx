// The graph that is written: components are chosen, connected and removed in it.
import { useMemo } from "react";
import { Graph } from "@/flow/Graph";
import type { Draft } from "./useDraft";

export function EditGraph({ edit }: { edit: Draft }) {
  const { draft, faults, component } = edit;
  const faulty = useMemo(() => new Set(faults.map(({ key }) => key)), [faults]);
  const nodes = draft.components.map(({ key, id, name }) => ({
    key,
    title: name || id || "without an id",
    note: name ? id : "",
    faulty: faulty.has(key),
  }));
  return (
    <>
      <Graph
        label="Graph of the flow"
        className="h-[clamp(18rem,52dvh,40rem)]"
        nodes={nodes}
        edges={draft.edges}
        selected={component?.key ?? null}
        onSelect={edit.choose}
        editing={{
          onConnect: (from, to) => edit.connect(from, to, true),
          onDisconnect: (from, to) => edit.connect(from, to, false),
          onRemove: edit.remove,
        }}
      />
      <p className="border-t border-line px-3 py-2 text-xs text-soft">
        Draw from the dot at a component's end to the one that needs it. A connection or a component that is chosen goes by
        Delete. “Needs” beside it and the list do the same without a mouse.
      </p>
    </>
  );
}
