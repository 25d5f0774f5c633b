// The flow as a list: each component with what it needs, in an order in which they may run.
import { Trash2, TriangleAlert } from "lucide-react";
import { inOrder, needsOf } from "@/domain/flow";
import { IconButton } from "@/ui/button";
import { cx } from "@/ui/cx";
import type { Draft } from "./useDraft";

export function EditList({ edit }: { edit: Draft }) {
  const { draft, faults, component: chosen } = edit;
  const known = new Map(draft.components.map((component) => [component.key, component]));
  const nameOf = (key: string) => known.get(key)?.id ?? key;
  return (
    <ol aria-label="Components" className="divide-y divide-line">
      {inOrder([...known.keys()], draft.edges).map((key) => {
        const component = known.get(key);
        if (!component) return null;
        const needs = needsOf(key, draft.edges);
        const faulty = faults.some((fault) => fault.key === key);
        return (
          <li key={key} className={cx("flex items-center gap-2 pr-2", key === chosen?.key && "bg-accent/10 shadow-[inset_3px_0_var(--accent)]")}>
            <button
              type="button"
              aria-pressed={key === chosen?.key}
              onClick={() => edit.choose(key)}
              className="flex min-w-0 flex-1 flex-col px-4 py-2 text-left hover:bg-raised/50"
            >
              <span className="flex items-center gap-2 font-medium wrap-anywhere">
                {component.name || component.id || "without an id"}
                {faulty && <TriangleAlert aria-label="Something is wrong with it" className="size-4 shrink-0 text-bad" />}
              </span>
              <span className="text-xs text-soft">{needs.length === 0 ? "needs nothing" : `needs ${needs.map(nameOf).join(", ")}`}</span>
            </button>
            <IconButton label={`Remove ${component.id}`} onClick={() => edit.remove(key)}>
              <Trash2 aria-hidden />
            </IconButton>
          </li>
        );
      })}
    </ol>
  );
}
