// A component of a run: how it stands, its log, what it wrote, and running again from it.
import { useNavigate } from "@tanstack/react-router";
import { Link } from "@tanstack/react-router";
import { RotateCw } from "lucide-react";
import { Code } from "@/editor/Code";
import { lookOf, triesTold } from "@/domain/node";
import { type Run, type RunNode, runCan } from "@/domain/run";
import type { LogBook } from "@/log/book";
import { LogViewer } from "@/log/LogViewer";
import { parseRange } from "@/log/range";
import type { StreamState } from "@/log/stream";
import { paths } from "@/paths";
import { buttonClass } from "@/ui/button";
import { NodeState } from "@/ui/nodeState";
import { Panel } from "@/ui/page";
import { Duration } from "@/ui/time";

interface ComponentProps {
  run: Run;
  node: RunNode;
  book: LogBook;
  stream: StreamState;
  line: string | undefined;
}

export function Component({ run, node, book, stream, line }: ComponentProps) {
  const navigate = useNavigate();
  const again = node.name !== "setup" && runCan.resume(run);
  return (
    <section aria-label={`Component ${node.name}`} className="flex flex-col gap-3">
      <Panel className="flex flex-col gap-2 px-4 py-3">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <h2 className="min-w-0 font-medium wrap-anywhere">{node.name}</h2>
          <NodeState look={lookOf(node)} />
          <Duration started={node.started_at} took={node.duration_ms} />
          <span className="text-warn">{triesTold(node)}</span>
          {again && (
            <Link {...paths.resume(run.id, node.name)} className={buttonClass("plain", "ml-auto")}>
              <RotateCw aria-hidden /> Run again from here
            </Link>
          )}
        </div>
        {node.message && <p className={node.state === "failure" ? "wrap-anywhere text-bad" : "wrap-anywhere text-soft"}>{node.message}</p>}
        {node.outputs != null && <Code title="Outputs" text={JSON.stringify(node.outputs, null, 2)} language="json" className="max-h-72" />}
      </Panel>
      {node.reused_from ? (
        <Panel className="px-4 py-3">
          It was not run: its outcome is that of an earlier run.{" "}
          <Link {...paths.component(node.reused_from, node.name)} className="text-accent underline">
            Its log and times are there
          </Link>
          .
        </Panel>
      ) : (
        <LogViewer
          run={run}
          book={book}
          stream={stream}
          node={node.name}
          range={parseRange(line)}
          onPlace={(place) =>
            void navigate({ ...paths.component(run.id, place.node ?? node.name, place.line), replace: true, resetScroll: false })
          }
        />
      )}
    </section>
  );
}
