// What can be done with the chosen runs.
import { Link } from "@tanstack/react-router";
import { GitCompare, OctagonX, Pin, Tag, Trash2, X } from "lucide-react";
import { useState } from "react";
import type { BulkBody } from "@/api/bulk";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { Button, IconButton, buttonClass } from "@/ui/button";
import { type BulkAction, BulkDialog } from "./BulkDialog";
import { type HistorySearch, toFilter } from "./search";
import type { Selection } from "./useSelection";

export function SelectionBar({ selection, search }: { selection: Selection; search: HistorySearch }) {
  // What the filters mean is held fast when an act is begun: a span ends then.
  const [act, setAct] = useState<{ action: BulkAction; runs: Pick<BulkBody, "ids" | "filter"> } | null>(null);
  const { ids } = selection;
  if (selection.count === 0) return null;
  const begin = (action: BulkAction) => () =>
    setAct({ action, runs: selection.count === null ? { filter: toFilter(search, Date.now()) } : { ids: [...ids] } });
  // Ids begin with the time, so that the older run comes first.
  const [one, other] = ids.toSorted();
  return (
    <div role="toolbar" aria-label="Chosen runs" className="sticky bottom-3 z-20 mx-auto flex flex-wrap items-center justify-center gap-2 rounded-lg border border-line bg-panel px-3 py-2 shadow-lg max-md:bottom-16 max-sm:gap-1 max-sm:[&>:is(a,button)]:px-1.5">
      <strong className="nums font-medium" role="status">
        {selection.count === null ? "Every run that the filters leave" : `${count(selection.count)} chosen`}
      </strong>
      {selection.count !== null && (
        <Button look="quiet" onClick={selection.chooseAll}>
          Choose all
        </Button>
      )}
      {selection.count === 2 && one !== undefined && other !== undefined && (
        <Link {...paths.compare(one, other)} className={buttonClass()}>
          <GitCompare aria-hidden /> Compare
        </Link>
      )}
      <Button onClick={begin("cancel")}>
        <OctagonX aria-hidden /> Cancel…
      </Button>
      <Button onClick={begin("tag")}>
        <Tag aria-hidden /> Tag…
      </Button>
      <Button onClick={begin("pin")}>
        <Pin aria-hidden /> Pin…
      </Button>
      <Button look="danger" onClick={begin("delete")}>
        <Trash2 aria-hidden /> Delete…
      </Button>
      <IconButton label="Choose none" onClick={selection.clear}>
        <X aria-hidden />
      </IconButton>
      {act && <BulkDialog {...act} onClose={() => setAct(null)} onDone={selection.clear} />}
    </div>
  );
}
