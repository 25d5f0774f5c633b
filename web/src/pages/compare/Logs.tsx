// The first line of each log that differs, with a way into both logs.
import { Link } from "@tanstack/react-router";
import type { Comparison } from "@/api/runs";
import type { RunRow } from "@/domain/run";
import { count } from "@/domain/time";
import { plainText } from "@/log/ansi";
import { paths } from "@/paths";
import { Panel } from "@/ui/page";
import { nameOf } from "./Heads";

interface LogsProps {
  logs: NonNullable<Comparison["logs"]>;
  a: RunRow;
  b: RunRow;
}

export function Logs({ logs, a, b }: LogsProps) {
  const differing = logs.filter((log) => log.same !== true);
  if (differing.length === 0) return null;
  return (
    <Panel aria-label="Logs" className="flex flex-col gap-4 p-4">
      <h2 className="font-medium">Logs</h2>
      {differing.map((log) => (
        <section key={log.node} aria-label={`Log of ${log.node}`} className="flex flex-col gap-1">
          <p>
            <span className="font-mono">{log.node}</span>{" "}
            <span className="text-soft">
              {log.unknown ?? alikeWords(log.same_lines)}
            </span>
          </p>
          {log.first && (
            <dl className="grid gap-2 md:grid-cols-2">
              <Line run={a} other={b} node={log.node} number={log.first.line_no} text={log.first.a} colour="bg-bad/15" />
              <Line run={b} other={a} node={log.node} number={log.first.line_no} text={log.first.b} colour="bg-good/15" />
            </dl>
          )}
        </section>
      ))}
    </Panel>
  );
}

/** How much is alike before the first line that differs. */
function alikeWords(lines: number): string {
  if (lines === 0) return "They differ from the first line on:";
  return `${lines === 1 ? "The first line is" : `The first ${count(lines)} lines are`} alike; then they differ:`;
}

interface LineProps {
  run: RunRow;
  other: RunRow;
  node: string;
  number: number;
  /** Null beyond the end of the log. */
  text: string | null | undefined;
  colour: string;
}

function Line({ run, other, node, number, text, colour }: LineProps) {
  return (
    <div className="min-w-0">
      <dt className="text-xs">
        <Link {...paths.line(run.id, node, number)} className="text-accent hover:underline">
          {nameOf(run, other)}, line {count(number)}
        </Link>
      </dt>
      <dd>
        {text == null ? (
          <span className="text-soft">The log has ended before.</span>
        ) : (
          <pre className={`rounded px-2 py-1 font-mono text-[13px] whitespace-pre-wrap wrap-anywhere ${colour}`}>{plainText(text) || " "}</pre>
        )}
      </dd>
    </div>
  );
}
