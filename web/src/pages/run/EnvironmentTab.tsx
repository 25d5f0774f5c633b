// What the run ran in: interpreter, machine, packages.
import { Code } from "@/editor/Code";
import { type Run, hasEnded } from "@/domain/run";
import { duration } from "@/domain/time";
import { Fact, Facts, Panel } from "@/ui/page";
import { Empty } from "@/ui/states";
import { Time } from "@/ui/time";

export function EnvironmentTab({ run }: { run: Run }) {
  const environment = run.environment;
  return (
    <div className="flex flex-col gap-3">
      <Panel aria-label="Where it ran">
        <Facts>
          <Fact name="Executor">
            {run.executor} <span className="text-soft">({run.workflow_id})</span>
          </Fact>
          {run.attempts.map((attempt) => (
            <Fact key={attempt.epoch} name={`Attempt ${attempt.epoch}`}>
              on {attempt.host}, from <Time at={attempt.started_at} exact />
            </Fact>
          ))}
          {run.timeout_ms != null && <Fact name="Time limit">{duration(run.timeout_ms)}</Fact>}
          {environment && (
            <>
              <Fact name="Python">{environment.python_version}</Fact>
              <Fact name="Interpreter">
                <code className="font-mono text-xs">{environment.interpreter}</code>
              </Fact>
              <Fact name="Platform">{environment.platform}</Fact>
              <Fact name="Installed by">{environment.installer}</Fact>
            </>
          )}
          <Variables run={run} />
        </Facts>
      </Panel>
      {environment ? (
        <Packages environment={environment} />
      ) : (
        <Panel>
          <Empty title={hasEnded(run) ? "No environment was built" : "The environment is not built yet"}>
            <p>Its interpreter and every resolved package will stand here.</p>
          </Empty>
        </Panel>
      )}
    </div>
  );
}

function Variables({ run }: { run: Run }) {
  const variables = Object.entries(run.snapshot.env);
  if (variables.length === 0) return null;
  return (
    <Fact name="Variables">
      <ul className="font-mono text-xs">
        {variables.map(([name, value]) => (
          <li key={name}>
            {name} = {typeof value === "string" ? value : <em>the secret {value.secret}</em>}
          </li>
        ))}
      </ul>
    </Fact>
  );
}

function Packages({ environment }: { environment: NonNullable<Run["environment"]> }) {
  return (
    <Panel aria-label="Packages" className="flex flex-col gap-4 p-4">
      <h2 className="font-medium">
        {environment.packages.length === 0 ? "No packages: the standard library alone" : `${environment.packages.length} ${environment.packages.length === 1 ? "package" : "packages"}`}
      </h2>
      <ul className="grid gap-x-6 gap-y-1 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-5">
        {environment.packages.map(({ name, version }) => (
          <li key={name} className="flex justify-between gap-2 border-b border-line py-0.5">
            <span className="wrap-anywhere">{name}</span>
            <span className="nums wrap-anywhere text-soft">{version}</span>
          </li>
        ))}
      </ul>
      {environment.lock.trim() !== "" && <Code title="Lock" text={environment.lock} language="text" className="max-h-96" />}
    </Panel>
  );
}
