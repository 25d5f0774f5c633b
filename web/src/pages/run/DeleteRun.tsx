// Deleting a run: what goes is said first.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { deleteRun, runGone } from "@/api/runs";
import type { Run } from "@/domain/run";
import { bytes, count } from "@/domain/time";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Refusal } from "@/ui/states";

export function DeleteRun({ run, onClose }: { run: Run; onClose: () => void }) {
  const navigate = useNavigate();
  const deleting = useMutation({
    mutationFn: () => deleteRun(run.id),
    onSuccess: async () => {
      await navigate(paths.history({ task: run.task_id }));
      await runGone(run.id);
    },
  });
  const lines = run.nodes.reduce((sum, node) => sum + node.log.lines, 0);
  const size = run.artifacts.reduce((sum, file) => sum + file.size, 0);
  return (
    <Dialog title={`Delete run #${run.number} of ${run.task_name}?`} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p>These go, and nothing brings them back:</p>
        <ul className="list-disc pl-5">
          <li>{count(lines)} lines of log</li>
          <li>
            {run.artifacts.length === 1 ? "1 file" : `${count(run.artifacts.length)} files`}, {bytes(size)}
          </li>
          <li>its inputs, outputs and timeline</li>
        </ul>
        <p className="text-soft">The task and its other runs stay. The number {run.number} is never given again.</p>
        {run.pinned && <p className="font-medium text-warn">This run is pinned.</p>}
        <Refusal error={deleting.error} />
        <div className="flex gap-2">
          <Button look="danger" disabled={deleting.isPending} onClick={() => deleting.mutate()}>
            <Trash2 aria-hidden /> Delete the run
          </Button>
          <Button look="quiet" onClick={onClose}>
            Keep it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
