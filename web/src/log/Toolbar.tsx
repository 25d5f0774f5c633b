// What can be done with a log: choose the node, search, follow, show times, wrap, copy, download.
import { ArrowDownToLine, ChevronDown, ChevronUp, Download, ListCollapse, Search, WrapText } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import type { RunNode } from "@/domain/run";
import { IconButton, buttonClass } from "@/ui/button";
import { CopyButton } from "@/ui/copy";
import { Input, Select } from "@/ui/field";
import type { LogPrefs, Stamp } from "./prefs";
import type { LogSearch } from "./useLogSearch";

interface ToolbarProps {
  nodes: readonly RunNode[];
  node: string;
  onNode: (node: string) => void;
  search: LogSearch;
  onSearch: (text: string) => void;
  onStep: (by: 1 | -1) => void;
  following: boolean;
  /** Not there where the run has ended. */
  onFollow: (() => void) | undefined;
  prefs: LogPrefs;
  onPrefs: (change: Partial<LogPrefs>) => void;
  /** Not there where the log has no sections. */
  onFold: (() => void) | undefined;
  copy: { label: string; text: () => Promise<string> };
  download: string;
}

const STAMPS: Record<Stamp, string> = {
  none: "No times",
  local: "Local time",
  utc: "UTC",
  relative: "Since start",
};

export function Toolbar(props: ToolbarProps) {
  const { nodes, node, onNode, following, onFollow, prefs, onPrefs, onFold, copy, download } = props;
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
      {nodes.length > 1 && (
        <Select aria-label="Part of the run" value={node} onChange={(event) => onNode(event.target.value)} className="max-w-48">
          {nodes.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      )}
      <SearchBox {...props} />
      <div className="ml-auto flex items-center">
        {onFollow && (
          <IconButton label="Follow the end (f)" aria-pressed={following} onClick={onFollow}>
            <ArrowDownToLine aria-hidden />
          </IconButton>
        )}
        {onFold && (
          <IconButton label="Fold or open all sections (z)" onClick={onFold}>
            <ListCollapse aria-hidden />
          </IconButton>
        )}
        <IconButton label="Wrap long lines (w)" aria-pressed={prefs.wrap} onClick={() => onPrefs({ wrap: !prefs.wrap })}>
          <WrapText aria-hidden />
        </IconButton>
        <Select
          aria-label="Times of the lines"
          title="Times of the lines"
          value={prefs.stamp}
          onChange={(event) => onPrefs({ stamp: event.target.value as Stamp })}
          className="border-transparent text-soft hover:bg-raised hover:text-text"
        >
          {Object.entries(STAMPS).map(([stamp, words]) => (
            <option key={stamp} value={stamp}>
              {words}
            </option>
          ))}
        </Select>
        <span aria-hidden className="mx-1.5 h-5 w-px bg-line" />
        <CopyButton label={copy.label} text={copy.text} />
        <a href={download} download aria-label="Download the log" title="Download the log" className={buttonClass("quiet", "min-w-8 px-1.5")}>
          <Download aria-hidden />
        </a>
      </div>
    </div>
  );
}

function SearchBox({ search, onSearch, onStep }: Pick<ToolbarProps, "search" | "onSearch" | "onStep">) {
  const [text, setText] = useState("");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // Enter searches, and once more goes on.
    if (text !== "" && text === search.text && search.line !== undefined) onStep(1);
    else onSearch(text);
  };
  return (
    <form role="search" onSubmit={submit} className="flex min-w-0 flex-1 basis-64 flex-wrap items-center gap-1">
      <span className="relative min-w-40 flex-1 sm:max-w-96">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-soft" />
        <Input
          type="search"
          aria-label="Search the whole log"
          placeholder="Search the whole log"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            setText("");
            onSearch("");
          }}
          className="w-full pl-7"
        />
      </span>
      {search.text !== "" && (
        <>
          <IconButton label="The match before (N)" onClick={() => onStep(-1)}>
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton label="The next match (n)" onClick={() => onStep(1)}>
            <ChevronDown aria-hidden />
          </IconButton>
        </>
      )}
      <span role="status" className="nums text-xs text-soft not-empty:px-1">
        {search.status}
      </span>
    </form>
  );
}
