// What the run executed: it never changes.
import { Code } from "@/editor/Code";
import type { Run } from "@/domain/run";
import { Panel } from "@/ui/page";
import { ComponentCodes } from "./flow/ComponentCodes";

export function CodeTab({ run }: { run: Run }) {
  const { code, dependencies, requirements_file: requirements, id } = run.snapshot;
  return (
    <Panel className="flex flex-col gap-4 p-4">
      {run.kind === "flow" ? <ComponentCodes run={run} /> : <Code title="Python code" text={code} language="python" />}
      {dependencies && <Code title="Dependencies" text={dependencies} language="text" />}
      {requirements && <Code title="Requirements file" text={requirements} language="text" />}
      {run.kind !== "flow" && !dependencies && !requirements && <p className="text-soft">No packages were asked for beside the code.</p>}
      <p className="text-xs wrap-anywhere text-soft">
        Snapshot <code className="font-mono">{id}</code>: runs with the same one ran the very same.
      </p>
    </Panel>
  );
}
