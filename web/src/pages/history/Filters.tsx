// The filters above the history.
import { Search, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { RUN_KINDS, RUN_STATUSES, STATUS_WORDS, type RunKind, type RunStatus } from "@/domain/run";
import { Button } from "@/ui/button";
import { Select } from "@/ui/field";
import { FilterText } from "@/ui/filterText";
import { FlowChoice } from "./FlowChoice";
import { type HistorySearch, filtersSet, isSpan, parseHistorySearch } from "./search";
import { Times } from "./Times";

interface FiltersProps {
  search: HistorySearch;
  /** The name of the task whose runs are asked for, where it is known. */
  taskName: string | undefined;
  onChange: (next: HistorySearch) => void;
}

const SPAN_WORDS = { "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days", "90d": "Last 90 days" };
const TRIGGERS = ["manual", "api", "rerun", "webhook", "cron", "mail", "folder"];

export function Filters({ search, taskName, onChange }: FiltersProps) {
  const set = (change: { [name in keyof HistorySearch]?: HistorySearch[name] | undefined }) =>
    onChange(parseHistorySearch({ ...search, ...change }));
  const custom = (search.since !== undefined && !isSpan(search.since)) || search.until !== undefined;
  const [choosing, setChoosing] = useState(false);
  const period = custom || choosing ? "custom" : (search.since ?? "");
  return (
    <div role="search" className="flex flex-wrap items-end gap-2 max-sm:grid max-sm:grid-cols-2">
      <div className="relative w-full max-sm:col-span-2 sm:w-64">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-soft" />
        <FilterText
          type="search"
          label="Name of the task, or id of the run"
          value={search.q}
          onEnd={(q) => set({ q })}
          className="w-full pl-7"
        />
      </div>
      <Choice label="Status" any="Any status" value={search.status} onChange={(status) => set({ status: status as RunStatus | undefined })}>
        {RUN_STATUSES.map((status) => (
          <option key={status} value={status}>
            {STATUS_WORDS[status]}
          </option>
        ))}
      </Choice>
      <Choice label="Kind" any="Any kind" value={search.kind} onChange={(kind) => set({ kind: kind as RunKind | undefined })}>
        {RUN_KINDS.map((kind) => (
          <option key={kind}>{kind}</option>
        ))}
      </Choice>
      {search.kind === "flow" && <FlowChoice value={search.task} onChange={(task) => set({ task })} />}
      <Choice label="Trigger" any="Any trigger" value={search.trigger} onChange={(trigger) => set({ trigger })}>
        {[...new Set([...TRIGGERS, ...(search.trigger ? [search.trigger] : [])])].map((trigger) => (
          <option key={trigger}>{trigger}</option>
        ))}
      </Choice>
      <Choice
        label="Time"
        any="Any time"
        value={period}
        onChange={(next) => {
          setChoosing(next === "custom");
          if (next !== "custom") set({ since: next, until: undefined });
        }}
      >
        {Object.entries(SPAN_WORDS).map(([span, words]) => (
          <option key={span} value={span}>
            {words}
          </option>
        ))}
        <option value="custom">From … to …</option>
      </Choice>
      <FilterText label="Tag" value={search.tag} onEnd={(tag) => set({ tag })} className="w-full sm:w-28" />
      {period === "custom" && <Times search={search} onChange={set} />}
      {search.task !== undefined && search.kind !== "flow" && (
        <Button onClick={() => set({ task: undefined })} title={`Only runs of this task (${search.task}); press for all`} className="max-w-full max-sm:col-span-2">
          <span className="truncate">Only {taskName ?? "one task"}</span> <X aria-hidden />
        </Button>
      )}
      {filtersSet(search) > 0 && (
        <Button look="quiet" onClick={() => {
            setChoosing(false);
            onChange({});
          }}>
          <X aria-hidden /> Clear
        </Button>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  any: string;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  children: ReactNode;
}

function Choice({ label, any, value = "", onChange, children }: ChoiceProps) {
  return (
    <Select aria-label={label} value={value} onChange={(event) => onChange(event.target.value || undefined)}>
      <option value="">{any}</option>
      {children}
    </Select>
  );
}
