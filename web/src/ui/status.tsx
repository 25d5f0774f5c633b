// A run's status: always a picture and a word, so that colour is not all that tells them apart.
import { CircleCheck, CircleDashed, CircleSlash2, CircleX, LoaderCircle } from "lucide-react";
import { ERROR_WORDS, type ErrorType, type RunStatus, STATUS_WORDS } from "@/domain/run";
import { cx } from "./cx";

const SHOWN = {
  pending: { Icon: CircleDashed, colour: "text-warn" },
  running: { Icon: LoaderCircle, colour: "text-live" },
  success: { Icon: CircleCheck, colour: "text-good" },
  failure: { Icon: CircleX, colour: "text-bad" },
  cancelled: { Icon: CircleSlash2, colour: "text-soft" },
} as const;

interface StatusProps {
  status: RunStatus;
  errorType?: ErrorType | null | undefined;
  /** Whether it is told of a moment that has passed: then nothing turns. */
  still?: boolean;
  className?: string;
}

export function Status({ status, errorType, still = false, className }: StatusProps) {
  const { Icon, colour } = SHOWN[status];
  const spin = status === "running" && !still && "animate-spin [animation-duration:2s]";
  return (
    <span className={cx("inline-flex items-center gap-1.5 whitespace-nowrap", className)}>
      <Icon aria-hidden className={cx("size-4 shrink-0", colour, spin)} />
      <span className={cx("font-medium", colour)}>{STATUS_WORDS[status]}</span>
      {errorType && <span className="truncate text-xs text-soft">{ERROR_WORDS[errorType]}</span>}
    </span>
  );
}
