// Something that is on or off, at once.
import { cx } from "./cx";

interface SwitchProps {
  label: string;
  on: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

export function Switch({ label, on, disabled = false, onChange }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={() => onChange(!on)}
      className={cx("relative h-5 w-9 shrink-0 rounded-full border transition-colors", on ? "border-accent-strong bg-accent-strong" : "border-edge bg-raised")}
    >
      <span className={cx("absolute top-0.5 left-0.5 size-3.5 rounded-full transition-transform", on ? "translate-x-4 bg-on-accent" : "bg-edge")} />
    </button>
  );
}
