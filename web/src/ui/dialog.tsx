// A dialog: the browser's own, which keeps the focus and closes by Escape.
import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "./button";
import { cx } from "./cx";

interface DialogProps {
  title: string;
  /** Whether it takes the room that there is. */
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Open as long as it is shown. */
export function Dialog({ title, wide = false, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    if (dialog && !dialog.open) dialog.showModal();
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => event.target === element.current && onClose()}
      className={cx(wide ? "w-[min(64rem,calc(100vw-1.5rem))]" : "w-[min(34rem,calc(100vw-1.5rem))]", "m-auto rounded-lg border border-line bg-panel text-text shadow-xl")}
    >
      <div className="flex items-center justify-between gap-2 border-b border-line px-4 py-2">
        <h2 id={heading} className="text-base font-semibold">
          {title}
        </h2>
        <IconButton label="Close" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      <div className="p-4">{children}</div>
    </dialog>
  );
}
