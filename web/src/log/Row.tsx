// A line of a log.
import { memo } from "react";
import { clock, offset } from "@/domain/time";
import { cx } from "@/ui/cx";
import { type Style, hasEscapes, parseAnsi } from "./ansi";
import type { LogLine } from "./book";
import type { Stamp } from "./prefs";

interface RowProps {
  number: number;
  /** Not there while it is being read. */
  line: LogLine | undefined;
  stamp: Stamp;
  /** When the run began: relative times count from there. */
  start: string | null | undefined;
  wrap: boolean;
  /** What was searched for. */
  search: string;
  /** Whether it is the match that the reader stands at, and whether the address names it. */
  current: boolean;
  selected: boolean;
  href: string;
  onSelect: (number: number, reach: boolean) => void;
}

export const Row = memo(function Row(props: RowProps) {
  const { number, line, stamp, start, wrap, search, current, selected, href, onSelect } = props;
  const stderr = line?.stream === "stderr";
  return (
    <div
      data-line={number}
      data-stream={line?.stream}
      aria-current={selected ? "location" : undefined}
      className={cx(
        "flex min-h-5 min-w-full border-l-3 leading-5",
        stderr ? "border-warn" : "border-transparent",
        current ? "bg-mark" : selected ? "bg-accent/15" : "hover:bg-raised/60",
      )}
    >
      <a
        href={href}
        tabIndex={-1}
        aria-label={`Line ${number}`}
        onClick={(event) => {
          event.preventDefault();
          onSelect(number, event.shiftKey);
        }}
        className="nums w-[7ch] shrink-0 pr-3 text-right text-soft no-underline select-none hover:text-accent sm:w-[10ch]"
      >
        {number}
      </a>
      {stamp !== "none" && (
        <span className="nums shrink-0 pr-3 text-soft select-none">{line && stampOf(line, stamp, start)}</span>
      )}
      {stderr && <span className="sr-only">standard error: </span>}
      <span className={cx("pr-4", wrap ? "min-w-0 whitespace-pre-wrap wrap-anywhere" : "whitespace-pre")}>
        {line ? <Content text={line.line} search={search} /> : " "}
      </span>
    </div>
  );
});

function stampOf(line: LogLine, stamp: Stamp, start: string | null | undefined): string {
  if (stamp === "relative") return offset(Date.parse(line.ts) - Date.parse(start ?? line.ts)).padStart(9);
  return clock(line.ts, stamp === "utc" ? "utc" : "local");
}

function Content({ text, search }: { text: string; search: string }) {
  if (!hasEscapes(text)) return <Marked text={text} search={search} />;
  return parseAnsi(text).map((piece, at) => (
    <span key={at} className={classOf(piece.style)}>
      <Marked text={piece.text} search={search} />
    </span>
  ));
}

function classOf(style: Style): string {
  return cx(
    style.colour && `ansi-${style.colour}`,
    style.ground && `ansi-on-${style.ground}`,
    style.bold && "font-bold",
    style.dim && "opacity-80",
    style.italic && "italic",
    style.underline && "underline",
  );
}

/** The text with what was searched for marked. */
function Marked({ text, search }: { text: string; search: string }) {
  if (search === "" || !text.includes(search)) return text;
  return text.split(search).map((part, at) => (
    <span key={at}>
      {at > 0 && <mark className="rounded-sm bg-warn/30 text-inherit outline outline-warn">{search}</mark>}
      {part}
    </span>
  ));
}
