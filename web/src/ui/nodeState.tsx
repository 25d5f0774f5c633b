// How a part of a run stands: always a picture and a word.
import { CircleCheck, CircleDashed, CircleSlash2, CircleX, History, LoaderCircle, SkipForward } from "lucide-react";
import { NODE_WORDS, type NodeLook } from "@/domain/node";
import { cx } from "./cx";

const SHOWN = {
  pending: { Icon: CircleDashed, colour: "text-warn" },
  running: { Icon: LoaderCircle, colour: "text-live" },
  success: { Icon: CircleCheck, colour: "text-good" },
  failure: { Icon: CircleX, colour: "text-bad" },
  cancelled: { Icon: CircleSlash2, colour: "text-soft" },
  skipped: { Icon: SkipForward, colour: "text-soft" },
  reused: { Icon: History, colour: "text-good" },
} as const;

export function NodeState({ look, className }: { look: NodeLook; className?: string }) {
  const { Icon, colour } = SHOWN[look];
  const spin = look === "running" && "animate-spin [animation-duration:2s]";
  return (
    <span className={cx("inline-flex items-center gap-1.5 whitespace-nowrap", colour, className)}>
      <Icon aria-hidden className={cx("size-4 shrink-0", spin)} />
      <span className="font-medium">{NODE_WORDS[look]}</span>
    </span>
  );
}
