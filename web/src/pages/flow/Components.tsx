// The components of a flow as a list: what each needs, and its program once one opens it.
import { ChevronRight } from "lucide-react";
import { Code } from "@/editor/Code";
import { type Component, type Flow, inOrder, needsOf } from "@/domain/flow";
import { duration } from "@/domain/time";
import { cx } from "@/ui/cx";
import { Panel } from "@/ui/page";

interface ComponentsProps {
  flow: Pick<Flow, "components" | "edges">;
  /** The id of the one that is open. */
  open: string | undefined;
  onToggle: (id: string) => void;
}

export function Components({ flow, open, onToggle }: ComponentsProps) {
  const known = new Map(flow.components.map((component) => [component.id, component]));
  const ordered = inOrder([...known.keys()], flow.edges).flatMap((id) => known.get(id) ?? []);
  return (
    <Panel aria-label="Components">
      <ol className="divide-y divide-line">
        {ordered.map((component) => {
          const shown = component.id === open;
          return (
            <li key={component.id} data-component={component.id}>
              <button
                type="button"
                aria-expanded={shown}
                onClick={() => onToggle(component.id)}
                className="flex w-full flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2 text-left hover:bg-raised/50"
              >
                <ChevronRight aria-hidden className={cx("size-4 shrink-0 text-soft", shown && "rotate-90")} />
                <span className="min-w-32 font-medium wrap-anywhere">{component.name}</span>
                <span className="text-soft">{needsTold(component.id, flow)}</span>
                <span className="text-xs text-soft sm:ml-auto">{rulesTold(component)}</span>
              </button>
              {shown && <Opened component={component} />}
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}

function Opened({ component }: { component: Component }) {
  const { code, dependencies, requirements_file: requirements, inputs, name } = component;
  return (
    <div className="flex flex-col gap-4 px-4 pb-4">
      <Code title={`Python code of ${name}`} text={code} language="python" className="max-h-[60dvh]" />
      {dependencies && <Code title="Dependencies" text={dependencies} language="text" />}
      {requirements && <Code title="Requirements file" text={requirements} language="text" />}
      {Object.keys(inputs).length > 0 && <Code title="Inputs of its own" text={JSON.stringify(inputs, null, 2)} language="json" />}
    </div>
  );
}

function needsTold(id: string, { edges }: Pick<Flow, "edges">): string {
  const needs = needsOf(id, edges);
  return needs.length === 0 ? "needs nothing" : `needs ${needs.join(", ")}`;
}

/** How often it is tried and how long it may take, in words. */
function rulesTold({ retries, retry_delay_seconds: delay, timeout_seconds: limit }: Component): string {
  const tries = retries > 0 ? `${retries} ${retries === 1 ? "retry" : "retries"}${delay > 0 ? ` after ${duration(delay * 1000)}` : ""}` : "";
  return [tries, limit == null ? "" : `at most ${duration(limit * 1000)}`].filter(Boolean).join(", ");
}
