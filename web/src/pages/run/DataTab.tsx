// What went into the run and what came out.
import { Code } from "@/editor/Code";
import { type Run, hasEnded, isRecorded } from "@/domain/run";
import { Panel } from "@/ui/page";
import { ComponentOutputs } from "./flow/ComponentCodes";
import { Metadata } from "./flow/Metadata";

export function DataTab({ run }: { run: Run }) {
  return (
    <>
      <Panel className="grid gap-6 p-4 lg:grid-cols-2">
        {isThere(run.inputs) ? (
          <Code title="Inputs" text={JSON.stringify(run.inputs, null, 2)} language="json" />
        ) : (
          <Without title="Inputs">Nothing was given.</Without>
        )}
        {isThere(run.outputs) ? (
          <Code title="Outputs" text={JSON.stringify(run.outputs, null, 2)} language="json" />
        ) : (
          <Without title="Outputs">
            {hasEnded(run) ? "Nothing was written. " : "Nothing yet. "}
            What a program writes as JSON to the file at <code>ANNALS_OUTPUTS</code> is kept here.
          </Without>
        )}
      </Panel>
      {run.kind === "flow" && (isRecorded(run) ? <Metadata run={run} /> : <ComponentOutputs run={run} />)}
    </>
  );
}

function isThere(value: unknown): boolean {
  return value != null && !(typeof value === "object" && Object.keys(value).length === 0);
}

function Without({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h3 className="font-medium">{title}</h3>
      <p className="text-soft">{children}</p>
    </section>
  );
}
