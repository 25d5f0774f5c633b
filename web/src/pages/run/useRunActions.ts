// What one can do with a run. Afterwards lists and runs are read again; a new run is shown.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { cancelRun, pinRun, rerun, runsChanged } from "@/api/runs";
import { rollBack } from "@/api/tasks";
import type { Run } from "@/domain/run";
import { paths } from "@/paths";

export function useRunActions(run: Run) {
  const navigate = useNavigate();
  const shown = async (made: { runId: string }) => {
    void runsChanged();
    await navigate(paths.run(made.runId));
  };
  const cancel = useMutation({ mutationFn: () => cancelRun(run.id), onSettled: runsChanged });
  const again = useMutation({ mutationFn: () => rerun(run.id, {}), onSuccess: shown });
  const exactly = useMutation({ mutationFn: () => rerun(run.id, { exact: true }), onSuccess: shown });
  const back = useMutation({ mutationFn: () => rollBack(run.task_id, run.number), onSuccess: shown });
  const pin = useMutation({ mutationFn: () => pinRun(run.id, !run.pinned), onSuccess: runsChanged });
  const error = cancel.error ?? again.error ?? exactly.error ?? back.error ?? pin.error;
  return { cancel, again, exactly, back, pin, error };
}
