// Deleting a flow: what goes is said first.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Trash2 } from "lucide-react";
import { deleteFlow, flowQueries, flowsChanged } from "@/api/flows";
import { queryClient } from "@/api/query";
import { runsChanged } from "@/api/runs";
import type { Flow } from "@/domain/flow";
import { hasEnded } from "@/domain/run";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Refusal } from "@/ui/states";

export function DeleteFlow({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const navigate = useNavigate();
  const deleting = useMutation({
    mutationFn: () => deleteFlow(flow.id),
    onSuccess: async () => {
      await navigate(paths.flows());
      queryClient.removeQueries({ queryKey: flowQueries.one(flow.id).queryKey });
      await Promise.all([flowsChanged(), runsChanged()]);
    },
  });
  const runs = flow.run_count === 1 ? "Its run" : `All ${count(flow.run_count)} of its runs`;
  return (
    <Dialog title={`Delete ${flow.name}?`} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p>These go, and nothing brings them back:</p>
        <ul className="list-disc pl-5">
          <li>The flow itself, with its {flow.components.length === 1 ? "component" : `${flow.components.length} components`}</li>
          {flow.run_count > 0 && <li>{runs}, with logs, inputs, outputs, files and timeline, pinned ones too</li>}
        </ul>
        {flow.latest_run && !hasEnded(flow.latest_run) && <p className="font-medium text-warn">A run goes on; it is cancelled first.</p>}
        <Refusal error={deleting.error} />
        <div className="flex gap-2">
          <Button look="danger" disabled={deleting.isPending} onClick={() => deleting.mutate()}>
            <Trash2 aria-hidden /> {deleting.isPending ? "Deleting…" : "Delete the flow"}
          </Button>
          <Button look="quiet" onClick={onClose}>
            Keep it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
