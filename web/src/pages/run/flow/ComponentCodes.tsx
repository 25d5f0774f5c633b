// What the components of a run executed, and what each wrote.
import { Code } from "@/editor/Code";
import { type Run, hasEnded } from "@/domain/run";
import { Panel } from "@/ui/page";

/** The programs of a flow's components. */
export function ComponentCodes({ run }: { run: Run }) {
  return (run.snapshot.components ?? []).map(({ id, name, code, dependencies, requirements_file: requirements }) => (
    <section key={id} aria-label={`Component ${name}`} className="flex min-w-0 flex-col gap-3">
      <Code title={name === id ? id : `${name} (${id})`} text={code} language="python" />
      {dependencies && <Code title={`Dependencies of ${id}`} text={dependencies} language="text" />}
      {requirements && <Code title={`Requirements file of ${id}`} text={requirements} language="text" />}
    </section>
  ));
}

/** The outputs of a flow's components, each by itself. */
export function ComponentOutputs({ run }: { run: Run }) {
  const wrote = run.nodes.filter(({ outputs }) => outputs != null);
  return (
    <Panel aria-label="Outputs of the components" className="flex flex-col gap-4 p-4">
      <h2 className="font-medium">Outputs of the components</h2>
      {wrote.length === 0 && <p className="text-soft">{hasEnded(run) ? "None wrote any." : "None has written any yet."}</p>}
      <div className="grid gap-4 lg:grid-cols-2">
        {wrote.map(({ name, outputs }) => (
          <Code key={name} title={name} text={JSON.stringify(outputs, null, 2)} language="json" className="max-h-80" />
        ))}
      </div>
    </Panel>
  );
}
