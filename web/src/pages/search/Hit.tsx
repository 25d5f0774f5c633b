// A line that was found, with the lines around it.
import { Link } from "@tanstack/react-router";
import type { LogHit } from "@/api/logSearch";
import { plainText } from "@/log/ansi";
import { paths } from "@/paths";
import { Time } from "@/ui/time";

export function Hit({ hit }: { hit: LogHit }) {
  return (
    <li className="relative flex flex-col gap-1 px-4 py-3 hover:bg-raised/50">
      <div className="flex flex-wrap items-baseline gap-x-3 text-soft">
        <Link {...paths.line(hit.run_id, hit.node, hit.line_no)} className="font-medium text-text after:absolute after:inset-0 hover:text-accent">
          {hit.task_name} <span className="nums font-normal text-soft">#{hit.run_number}</span>
        </Link>
        <span className="nums">
          {hit.node === "main" ? "" : `${hit.node}, `}line {hit.line_no.toLocaleString()}
        </span>
        {hit.stream === "stderr" && <span className="text-warn">standard error</span>}
        <span className="ml-auto">
          <Time at={hit.ts} />
        </span>
      </div>
      <pre className="overflow-hidden font-mono text-[13px] leading-5 whitespace-pre-wrap wrap-anywhere">
        <Around lines={hit.before} />
        <span className="block">
          {hit.left_out > 0 && "…"}
          <Marked text={hit.line} matches={hit.matches} />
        </span>
        <Around lines={hit.after} />
      </pre>
    </li>
  );
}

function Around({ lines }: { lines: readonly string[] }) {
  return lines.map((line, at) => (
    <span key={at} className="block truncate text-soft">
      {plainText(line) || " "}
    </span>
  ));
}

/** The text with its matches marked; they count characters, and a character may be two units. */
function Marked({ text, matches }: { text: string; matches: readonly number[][] }) {
  const characters = Array.from(text);
  const cut = (from: number, to?: number) => plainText(characters.slice(from, to).join(""));
  const ends = matches.map(([, to = 0]) => to);
  return (
    <>
      {matches.map(([from = 0, to = 0], at) => (
        <span key={at}>
          {cut(ends[at - 1] ?? 0, from)}
          <mark className="rounded-sm bg-warn/30 text-inherit outline outline-warn">{cut(from, to)}</mark>
        </span>
      ))}
      {cut(ends.at(-1) ?? 0)}
    </>
  );
}
