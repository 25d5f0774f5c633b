// What was written is not lost without a question: neither by a link nor by closing the window.
import { useBlocker } from "@tanstack/react-router";
import { Button } from "./button";
import { Dialog } from "./dialog";

/** `what` was changed, where it is `dirty`: "this flow". */
export function LeaveGuard({ dirty, what }: { dirty: boolean; what: string }) {
  const { status, proceed, reset } = useBlocker({
    // Another view of the same page loses nothing.
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
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
