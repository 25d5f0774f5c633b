// Fields of forms: each has a label that is always there.
import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";

const BOX =
  "min-h-8 rounded-md border border-edge/70 bg-panel px-2 py-1 text-text";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cx(BOX, className)} {...rest} />;
}

export function Select({ className, ...rest }: ComponentProps<"select">) {
  // The arrow is the theme's own: each browser draws another.
  const arrow = "appearance-none bg-(image:--arrow) bg-size-[1rem] bg-position-[right_0.5rem_center] bg-no-repeat pr-7";
  return <select className={cx(BOX, arrow, className)} {...rest} />;
}

export function TextArea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea spellCheck={false} className={cx(BOX, "font-mono text-[13px]", className)} {...rest} />;
}

interface FieldProps {
  label: string;
  /** What to write there, in a sentence. */
  hint?: ReactNode;
  /** What is wrong with it. */
  error?: string | undefined;
  className?: string;
  children: (ids: { id: string; "aria-describedby": string }) => ReactNode;
}

/** A field with its label above and its hint or error below. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const note = `${id}-note`;
  return (
    <div className={cx("flex flex-col gap-1 [&>:is(input,select,textarea)]:w-full", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": note })}
      <div id={note} className={cx("text-xs", error ? "text-bad" : "text-soft")}>
        {error ?? hint}
      </div>
    </div>
  );
}
