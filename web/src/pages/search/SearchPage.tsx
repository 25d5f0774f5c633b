// Searching the logs of all runs. What is searched for stands in the address.
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Search, X } from "lucide-react";
import { type SubmitEvent, useState } from "react";
import type { LogSearchDone } from "@/api/logSearch";
import { bytes, count } from "@/domain/time";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { Input, Select } from "@/ui/field";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { Hit } from "./Hit";
import { type LogsSearch, parseLogsSearch } from "./search";
import { useLogHits } from "./useLogHits";

/** So many lines are shown at first, and so many once more are asked for. */
const FIRST = 100;
const MORE = 1_000;

export function SearchPage() {
  const search = useSearch({ from: "/shell/search" });
  return <Results key={JSON.stringify(search)} search={search} />;
}

function Results({ search }: { search: LogsSearch }) {
  const navigate = useNavigate();
  const [limit, setLimit] = useState(FIRST);
  const { hits, done, error, searching } = useLogHits(search, limit);
  const change = (next: LogsSearch) => void navigate({ ...paths.search(next), replace: search.q === next.q });
  return (
    <Page title="Search the logs">
      <SearchForm search={search} onChange={change} />
      <p role="status" className="min-h-5 text-soft">
        {searching && (hits.length > 0 ? `${count(hits.length)} lines, searching on…` : "Searching…")}
        {done && summary(hits.length, done)}
      </p>
      <Panel aria-label="Lines found">
        {!search.q && (
          <Empty title="Search every line that any run printed">
            <p>A part of an error message, a host name, a number of an order. The newest runs come first.</p>
          </Empty>
        )}
        {searching && hits.length === 0 && <Loading what="the logs" rows={4} />}
        {error != null && <Failure error={error} what="the logs" />}
        {done && hits.length === 0 && (
          <Empty title="No line has it">
            <p>Upper and lower case differ unless you ask for both. Lines that retention removed are not searched.</p>
          </Empty>
        )}
        <ol className="divide-y divide-line">
          {hits.map((hit) => (
            <Hit key={`${hit.run_id} ${hit.seq}`} hit={hit} />
          ))}
        </ol>
        {done?.more && (
          <div className="border-t border-line p-2 text-center">
            {limit < MORE ? (
              <Button look="quiet" onClick={() => setLimit(MORE)}>
                More lines
              </Button>
            ) : (
              <span className="text-soft">There are more; search for something rarer, or in a shorter time.</span>
            )}
          </div>
        )}
      </Panel>
    </Page>
  );
}

function summary(found: number, done: LogSearchDone): string {
  const lines = `${count(found)}${done.more ? "+" : ""} ${found === 1 ? "line" : "lines"}`;
  const read = `${count(done.searched_runs)} runs, ${bytes(done.searched_bytes)} read`;
  const damaged = done.damaged_blocks > 0 ? `; ${count(done.damaged_blocks)} damaged blocks were left out` : "";
  return `${lines} in ${read}${damaged}`;
}

const SPAN_WORDS = { "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days", "30d": "Last 30 days" };

function SearchForm({ search, onChange }: { search: LogsSearch; onChange: (next: LogsSearch) => void }) {
  const [text, setText] = useState(search.q ?? "");
  const set = (change: Record<string, string | undefined>) => onChange(parseLogsSearch({ ...search, q: text, ...change }));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    set({});
  };
  return (
    <form role="search" onSubmit={submit} className="flex flex-wrap items-center gap-2">
      <span className="relative w-full sm:w-96">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-4 text-soft" />
        <Input type="search" aria-label="Text in the logs" placeholder="Text in the logs" value={text} onChange={(event) => setText(event.target.value)} className="w-full pl-7" />
      </span>
      <Check label="Regular expression" on={search.regex === "yes"} onChange={(on) => set({ regex: on ? "yes" : undefined })} />
      <Check label="Any case" on={search.fold === "yes"} onChange={(on) => set({ fold: on ? "yes" : undefined })} />
      <Select aria-label="Time" value={search.since ?? ""} onChange={(event) => set({ since: event.target.value || undefined })}>
        <option value="">Any time</option>
        {Object.entries(SPAN_WORDS).map(([span, words]) => (
          <option key={span} value={span}>
            {words}
          </option>
        ))}
      </Select>
      {search.task !== undefined && (
        <Link {...paths.search(parseLogsSearch({ ...search, task: undefined }))} className={buttonClass()} title={search.task}>
          Only one task <X aria-hidden />
        </Link>
      )}
      <Button look="primary" type="submit">
        Search
      </Button>
    </form>
  );
}

function Check({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label className="flex min-h-8 cursor-pointer items-center gap-1.5">
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.target.checked)} className="size-4 accent-accent-strong" />
      {label}
    </label>
  );
}
