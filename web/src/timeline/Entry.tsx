// An entry of a timeline.
import { Link } from "@tanstack/react-router";
import { memo, useState } from "react";
import type { TimelineEntry } from "@/api/timeline";
import { clock } from "@/domain/time";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { cx } from "@/ui/cx";
import { Status } from "@/ui/status";
import { Time } from "@/ui/time";
import { LOOKS } from "./look";
import { folded, told } from "./told";

interface EntryProps {
  entry: TimelineEntry;
  /** Names the run of the entry; null where it goes without saying. */
  runName: ((id: string) => string) | null;
}

/** What people and agents said stands on a ground of its own. */
const SAID: readonly string[] = ["chat_message", "agent_turn"];

export const Entry = memo(function Entry({ entry, runName }: EntryProps) {
  const { Icon, one, colour } = LOOKS[entry.context_type];
  const { number, status, errorType, text } = told(entry);
  return (
    <li
      data-kind={entry.context_type}
      className="relative grid grid-cols-[1.75rem_minmax(0,1fr)_max-content] gap-x-3 gap-y-1 px-4 py-2 sm:grid-cols-[1.75rem_6.5rem_minmax(0,1fr)_max-content]"
    >
      <span aria-hidden className="absolute inset-y-0 left-[1.8125rem] w-px bg-line" />
      <span className="relative flex size-7 items-center justify-center rounded-full border border-line bg-panel">
        <Icon aria-hidden className={cx("size-4", colour)} />
      </span>
      <span className="flex items-baseline gap-2 pt-1 max-sm:flex-wrap">
        <strong className={cx("font-medium whitespace-nowrap", entry.context_type === "error" && "text-bad")}>{one}</strong>
        {entry.run_id && runName && (
          <Link {...paths.run(entry.run_id, "timeline")} className="nums text-soft hover:text-accent hover:underline" title="The timeline of its run">
            {number === undefined ? runName(entry.run_id) : `#${number}`}
          </Link>
        )}
      </span>
      <div
        className={cx(
          "flex min-w-0 flex-col gap-1 max-sm:order-last max-sm:col-span-2 max-sm:col-start-2",
          SAID.includes(entry.context_type) ? "rounded-md bg-raised/70 px-3 py-1.5" : "sm:pt-1",
        )}
      >
        {status && <Status status={status} errorType={errorType} still />}
        {text !== "" && <Text text={text} />}
        {entry.metadata && <Metadata text={entry.metadata} />}
      </div>
      <span className="flex flex-col items-end gap-x-3 pt-1 text-xs leading-5 text-soft sm:flex-row sm:items-baseline">
        <span className="nums font-mono">{clock(entry.created_at, "local").slice(0, 8)}</span>
        <span className="text-right sm:w-20">
          <Time at={entry.created_at} />
        </span>
      </span>
    </li>
  );
});

/** The text, folded where it is long. */
function Text({ text }: { text: string }) {
  const [open, setOpen] = useState(false);
  const begin = folded(text);
  return (
    <>
      <p className="whitespace-pre-wrap wrap-anywhere">{begin === null || open ? text : `${begin}…`}</p>
      {begin !== null && (
        <Button look="quiet" aria-expanded={open} className="-ml-2 min-h-6 self-start px-2 py-0 text-xs" onClick={() => setOpen(!open)}>
          {open ? "Show less" : `Show all ${text.split("\n").length} lines`}
        </Button>
      )}
    </>
  );
}

/** What a program said besides, closed until it is wanted. */
function Metadata({ text }: { text: string }) {
  const value = parsed(text);
  const names = typeof value === "object" && value !== null ? Object.keys(value).join(", ") : "";
  return (
    <details className="text-xs text-soft">
      <summary className="w-fit max-w-full truncate">Metadata{names && `: ${names}`}</summary>
      <pre className="mt-1 max-h-96 overflow-auto rounded-md border border-line bg-panel p-2 font-mono text-text" tabIndex={0}>
        {value === undefined ? text : JSON.stringify(value, null, 2)}
      </pre>
    </details>
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
