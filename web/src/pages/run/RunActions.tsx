// The buttons of a run: only what can be done where it stands.
import { Link, useNavigate } from "@tanstack/react-router";
import { GitCompare, OctagonX, Pencil, Pin, PinOff, RotateCw, Trash2, Undo2 } from "lucide-react";
import { useState } from "react";
import { type Run, runCan } from "@/domain/run";
import { useKeys } from "@/layout/keys";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { MENU_ITEM, Menu } from "@/ui/menu";
import { DeleteRun } from "./DeleteRun";
import type { useRunActions } from "./useRunActions";

interface RunActionsProps {
  run: Run;
  actions: ReturnType<typeof useRunActions>;
  /** The number of the task's latest run, where that is known: then one can go back to this one. */
  latest?: number;
}

export function RunActions({ run, actions, latest }: RunActionsProps) {
  const { cancel, again, exactly, back, pin } = actions;
  const [deleting, setDeleting] = useState(false);
  const navigate = useNavigate();
  const edit = run.kind === "flow" ? paths.resume(run.id) : paths.editRun(run.id);
  useKeys([{ keys: "e", does: "Edit and rerun", run: () => runCan.rerun(run) && void navigate(edit) }]);
  return (
    <>
      {(runCan.cancel(run) || cancel.isPending) && (
        <Button look="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          <OctagonX aria-hidden /> {cancel.isPending ? "Cancelling…" : "Cancel"}
        </Button>
      )}
      {latest !== undefined && runCan.rollBack(run, latest) && (
        <Button disabled={back.isPending} onClick={() => back.mutate()} title="Makes this run's code and packages the task's again and runs them">
          <Undo2 aria-hidden /> Roll back to #{run.number}
        </Button>
      )}
      {runCan.rerun(run) && (
        <>
          <Button disabled={again.isPending} onClick={() => again.mutate()} title="The same code; packages are resolved as they are now">
            <RotateCw aria-hidden /> Rerun
          </Button>
          <Link {...edit} className={buttonClass("primary")}>
            <Pencil aria-hidden /> Edit &amp; rerun
          </Link>
        </>
      )}
      <Menu label="More">
        {runCan.rerunExactly(run) && (
          <Button className={MENU_ITEM} disabled={exactly.isPending} onClick={() => exactly.mutate()} title="The same code with the very packages that this run resolved">
            <RotateCw aria-hidden /> Rerun exactly
          </Button>
        )}
        {run.parent_run_id && (
          <Link {...paths.compare(run.parent_run_id, run.id)} className={buttonClass("plain", MENU_ITEM)}>
            <GitCompare aria-hidden /> Compare with its parent
          </Link>
        )}
        <Button className={MENU_ITEM} disabled={pin.isPending} onClick={() => pin.mutate()} title="Retention leaves pinned runs alone">
          {run.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />} {run.pinned ? "Take the pin away" : "Pin"}
        </Button>
        <Button
          className={MENU_ITEM}
          disabled={!runCan.delete(run)}
          onClick={() => setDeleting(true)}
          title={runCan.delete(run) ? undefined : "A run can be deleted once it has ended"}
        >
          <Trash2 aria-hidden /> Delete…
        </Button>
      </Menu>
      {deleting && <DeleteRun run={run} onClose={() => setDeleting(false)} />}
    </>
  );
}
