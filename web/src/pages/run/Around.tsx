// The runs around a run: the one it was made from, those made from it, and the last success.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { runQueries } from "@/api/runs";
import { type Run, wantsSuccess } from "@/domain/run";
import { paths } from "@/paths";
import { Status } from "@/ui/status";

/** So many of the runs made from a run are named. */
const MOST = 20;

const LINK = "whitespace-nowrap text-accent hover:underline";

export function Around({ run }: { run: Run }) {
  const children = run.child_run_ids;
  return (
    <>
      {wantsSuccess(run) && <LastSuccess run={run} />}
      {run.parent_run_id && <Parent id={run.parent_run_id} task={run.task_id} />}
      {children.length > 0 && (
        <details className="relative">
          <summary className="text-accent">
            {children.length} {children.length === 1 ? "run was" : "runs were"} made from it
          </summary>
          <ul className="absolute z-20 mt-1 max-h-64 min-w-56 overflow-auto rounded-md border border-line bg-panel p-1 shadow-lg">
            {children.slice(0, MOST).map((id) => (
              <li key={id}>
                <Child id={id} />
              </li>
            ))}
            {children.length > MOST && <li className="px-2 py-1 text-soft">and {children.length - MOST} older</li>}
          </ul>
        </details>
      )}
    </>
  );
}

function Parent({ id, task }: { id: string; task: string }) {
  const parent = useQuery(runQueries.whole(id)).data;
  const name = parent && (parent.task_id === task ? `#${parent.number}` : `${parent.task_name} #${parent.number}`);
  return (
    <Link {...paths.run(id)} className={LINK}>
      Made from {name ?? "another run"}
    </Link>
  );
}

function Child({ id }: { id: string }) {
  const child = useQuery(runQueries.whole(id)).data;
  return (
    <Link {...paths.run(id)} className="flex items-center justify-between gap-4 rounded px-2 py-1 hover:bg-raised">
      {child ? (
        <>
          <span className="nums">#{child.number}</span> <Status status={child.status} />
        </>
      ) : (
        <span className="font-mono text-xs">{id}</span>
      )}
    </Link>
  );
}

function LastSuccess({ run }: { run: Run }) {
  const found = useQuery(runQueries.lastSuccess(run));
  if (!found.isSuccess) return null;
  if (!found.data) return <span className="text-soft">No run before it succeeded</span>;
  return (
    <span className="flex flex-wrap gap-x-3">
      <Link {...paths.run(found.data.id)} className={LINK}>
        Last success #{found.data.number}
      </Link>
      <Link {...paths.compare(found.data.id, run.id)} className={LINK}>
        Compare with it
      </Link>
    </span>
  );
}
