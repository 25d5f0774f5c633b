// How far what came of an event is: always a picture and a word.
import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import { type AutomationStatus as Status, STATUS_WORDS } from "@/domain/automation";
import { cx } from "./cx";

const SHOWN = {
  waiting: { Icon: CircleDashed, colour: "text-warn" },
  importing: { Icon: LoaderCircle, colour: "text-live" },
  processing: { Icon: LoaderCircle, colour: "text-live" },
  exporting: { Icon: LoaderCircle, colour: "text-live" },
  completed: { Icon: CircleCheck, colour: "text-good" },
  failed: { Icon: CircleX, colour: "text-bad" },
} as const;

export function AutomationStatus({ status }: { status: Status }) {
  const { Icon, colour } = SHOWN[status];
  return (
    <span data-event-status={status} className={cx("inline-flex items-center gap-1.5 whitespace-nowrap", colour)}>
      <Icon aria-hidden className={cx("size-4 shrink-0", Icon === LoaderCircle && "animate-spin [animation-duration:2s]")} />
      <span className="font-medium">{STATUS_WORDS[status]}</span>
    </span>
  );
}
