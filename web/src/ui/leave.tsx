// What was written is not lost without a question: neither by a link nor by closing the window.
import { useBlocker } from "@tanstack/react-router";
import { Button } from "./button";
import { Dialog } from "./dialog";

interface LeaveGuardProps {
  /** Whether something is not saved. */
  dirty: boolean;
  /** What was changed: "this flow". */
  what: string;
  /** Whether other views of the same page lose it, too. */
  byView?: boolean;
}

export function LeaveGuard({ dirty, what, byView = false }: LeaveGuardProps) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && (byView || current.pathname !== next.pathname),
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  return (
    <Dialog title="Leave without saving?" onClose={reset}>
      <div className="flex flex-col gap-3">
        <p>What you changed in {what} is not saved.</p>
        <div className="flex flex-wrap gap-2">
          <Button look="primary" onClick={reset}>
            Go on editing
          </Button>
          <Button look="danger" onClick={proceed}>
            Leave, and lose the changes
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
