// A dialog that asks once more before something is deleted.
import { useMutation } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { Refusal } from "./states";

interface DeletingProps {
  /** What goes, as people know it. */
  name: string;
  /** What goes with it, and what stays. */
  children: ReactNode;
  remove: () => Promise<unknown>;
  onDeleted: () => unknown;
  onClose: () => void;
}

export function DeleteDialog({ name, children, remove, onDeleted, onClose }: DeletingProps) {
  const deleting = useMutation({ mutationFn: remove, onSuccess: onDeleted });
  return (
    <Dialog title={`Delete ${name}?`} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p>{children}</p>
        <Refusal error={deleting.error} />
        <div className="flex flex-wrap gap-2">
          <Button look="danger" disabled={deleting.isPending} onClick={() => deleting.mutate()}>
            <Trash2 aria-hidden /> Delete it
          </Button>
          <Button onClick={onClose}>Keep it</Button>
        </div>
      </div>
    </Dialog>
  );
}
