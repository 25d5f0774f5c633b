// A line of a log.
import { ChevronDown, ChevronRight } from "lucide-react";
import { memo } from "react";
import { clock, count, offset } from "@/domain/time";
import { cx } from "@/ui/cx";
import { type Style, hasEscapes, parseAnsi } from "./ansi";
import type { LogLine } from "./book";
import { looksLikeJson } from "./json";
import type { Stamp } from "./prefs";
import { type Section, markOf, titleOf } from "./sections";

interface RowProps {
  number: number;
  /** Not there while it is being read. */
  line: LogLine | undefined;
  /** The section that it begins. */
  section: Section | undefined;
  /** Whether its section, or its JSON, is open. */
  open: boolean;
  onToggle: (number: number) => void;
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
  const { number, line, section, open, onToggle, stamp, start, wrap, search, current, selected, href, onSelect } = props;
  const folds = section !== undefined || (line !== undefined && looksLikeJson(line.line));
  const stderr = line?.stream === "stderr";
  return (
    <div
      data-line={number}
      data-stream={line?.stream}
      aria-current={selected ? "location" : undefined}
      className={cx(
        "flex min-h-5 min-w-full shrink-0 border-l-3 leading-5",
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
      {folds && <Toggle open={open} what={section ? "section" : "JSON"} onToggle={() => onToggle(number)} />}
      <span className={cx("pr-4", !folds && "pl-5", section && "font-bold", line && markOf(line.line) === "end" && "text-soft", wrap ? "min-w-0 whitespace-pre-wrap wrap-anywhere" : "whitespace-pre")}>
        {line ? <Content text={section ? titleOf(line.line) : line.line} search={search} /> : " "}
        {section && !open && <span className="font-normal text-soft">{hiddenWords(section)}</span>}
      </span>
    </div>
  );
});

function hiddenWords({ line, end }: Section): string {
  if (end === null) return " … to the end of the log";
  const many = end - line - 1;
  return ` … ${count(many)} ${many === 1 ? "line" : "lines"}`;
}

function Toggle({ open, what, onToggle }: { open: boolean; what: string; onToggle: () => void }) {
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      aria-expanded={open}
      aria-label={open ? `Fold the ${what}` : `Open the ${what}`}
      onClick={onToggle}
      className="inline-flex size-5 shrink-0 items-center justify-center text-soft hover:text-accent"
    >
      <Icon aria-hidden className="size-4" />
    </button>
  );
}

/** A row below a line: a part of its JSON. */
export function BelowRow({ text, wrap, stamp }: { text: string; wrap: boolean; stamp: Stamp }) {
  return (
    <div className="flex min-h-5 min-w-full shrink-0 border-l-3 border-transparent leading-5 text-soft">
      <span aria-hidden className="w-[7ch] shrink-0 sm:w-[10ch]" />
      {stamp !== "none" && <span aria-hidden className="w-[14ch] shrink-0" />}
      <span className={cx("pr-4 pl-5", wrap ? "min-w-0 whitespace-pre-wrap wrap-anywhere" : "whitespace-pre")}>{text}</span>
    </div>
  );
}

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
