// A button that shows more buttons: closed by Escape, by a press elsewhere and by choosing.
import { Ellipsis } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "./button";
import { cx } from "./cx";

/** About how wide it is, in pixels. */
const WIDTH = 240;

interface MenuProps {
  label: string;
  children: ReactNode;
}

export function Menu({ label, children }: MenuProps) {
  const [open, setOpen] = useState(false);
  // It opens to the side where there is room.
  const [toRight, setToRight] = useState(false);
  const whole = useRef<HTMLSpanElement>(null);
  const id = useId();
  const toggle = () => {
    setToRight((whole.current?.getBoundingClientRect().right ?? WIDTH) < WIDTH);
    setOpen(!open);
  };
  useEffect(() => {
    if (!open) return;
    const pressed = (event: PointerEvent) => {
      if (!whole.current?.contains(event.target as Node)) setOpen(false);
    };
    window.addEventListener("pointerdown", pressed);
    return () => window.removeEventListener("pointerdown", pressed);
  }, [open]);
  return (
    <span
      ref={whole}
      className="relative"
      onKeyDown={(event) => {
        if (event.key === "Escape") setOpen(false);
      }}
    >
      <Button aria-label={label} title={label} aria-expanded={open} aria-controls={id} onClick={toggle} className="px-2">
        <Ellipsis aria-hidden />
      </Button>
      <div
        id={id}
        hidden={!open}
        onClick={() => setOpen(false)}
        className={cx(open && "flex", toRight ? "left-0" : "right-0", "absolute z-20 mt-1 min-w-48 flex-col rounded-md border border-line bg-panel p-1 shadow-lg")}
      >
        {children}
      </div>
    </span>
  );
}

/** The classes of what stands in a menu. */
export const MENU_ITEM = "w-full justify-start border-0 bg-transparent font-normal text-text hover:bg-raised";
