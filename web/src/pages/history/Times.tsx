// A period of one's own, in the reader's zone.
import { Input } from "@/ui/field";
import { type HistorySearch, isSpan } from "./search";

interface TimesProps {
  search: HistorySearch;
  onChange: (change: { since?: string | undefined; until?: string | undefined }) => void;
}

export function Times({ search, onChange }: TimesProps) {
  const since = isSpan(search.since) ? undefined : search.since;
  return (
    <>
      <Moment label="From" value={since} onChange={(moment) => onChange({ since: moment })} />
      <Moment label="To" value={search.until} onChange={(moment) => onChange({ until: moment })} />
    </>
  );
}

interface MomentProps {
  label: string;
  value: string | undefined;
  onChange: (moment: string | undefined) => void;
}

function Moment({ label, value, onChange }: MomentProps) {
  return (
    <label className="flex items-center gap-1 max-sm:col-span-2">
      <span className="max-sm:w-12">{label}</span>
      <Input
        type="datetime-local"
        className="max-sm:min-w-0 max-sm:flex-1"
        defaultValue={value ? local(value) : ""}
        onBlur={(event) => {
          const written = event.target.value;
          onChange(written ? new Date(written).toISOString() : undefined);
        }}
      />
    </label>
  );
}

/** A moment as the field wants it: the reader's time, without a zone. */
function local(moment: string): string {
  const date = new Date(moment);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
