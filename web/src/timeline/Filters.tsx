// The filters above a timeline: the kinds with their pictures, a text, the order.
import { ArrowDownWideNarrow, ArrowUpNarrowWide, X } from "lucide-react";
import type { ReactNode } from "react";
import type { TimelineOrder } from "@/api/timeline";
import { Button, IconButton } from "@/ui/button";
import { cx } from "@/ui/cx";
import { FilterText } from "@/ui/filterText";
import { LOOKS } from "./look";
import { ENTRY_KINDS, type TimelineSearch } from "./search";

type Change = { [name in keyof TimelineSearch]?: TimelineSearch[name] | undefined };

interface FiltersProps {
  search: TimelineSearch;
  order: TimelineOrder;
  onChange: (change: Change) => void;
  /** Told where anything is filtered by. */
  onClear: (() => void) | undefined;
  /** Filters of the page's own. */
  children?: ReactNode;
}

export function Filters({ search, order, onChange, onClear, children }: FiltersProps) {
  const Arrow = order === "desc" ? ArrowDownWideNarrow : ArrowUpNarrowWide;
  return (
    <div role="search" className="flex flex-wrap items-center gap-2">
      <div role="group" aria-label="Kinds" className="flex max-w-full gap-1 overflow-x-auto rounded-md border border-line bg-panel p-0.5">
        <Chip on={search.kind === undefined} onPress={() => onChange({ kind: undefined })}>
          All
        </Chip>
        {ENTRY_KINDS.map((kind) => {
          const { Icon, many, colour } = LOOKS[kind];
          return (
            <Chip key={kind} on={search.kind === kind} onPress={() => onChange({ kind })}>
              <Icon aria-hidden className={colour} /> {many}
            </Chip>
          );
        })}
      </div>
      <FilterText type="search" label="Text in the entries" value={search.q} onEnd={(q) => onChange({ q })} className="w-full sm:w-52" />
      {children}
      <IconButton
        label={order === "desc" ? "Newest first; turn around" : "Oldest first; turn around"}
        onClick={() => onChange({ order: order === "desc" ? "asc" : "desc" })}
      >
        <Arrow aria-hidden />
      </IconButton>
      {onClear && (
        <Button look="quiet" onClick={onClear}>
          <X aria-hidden /> Clear
        </Button>
      )}
    </div>
  );
}

function Chip({ on, onPress, children }: { on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <Button
      look="quiet"
      aria-pressed={on}
      onClick={onPress}
      className={cx("min-h-7 shrink-0 px-2 py-0", on ? "bg-raised text-text" : "font-normal")}
    >
      {children}
    </Button>
  );
}
