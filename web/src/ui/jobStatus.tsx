// How a run of a job stands: always a picture and a word.
import { CircleCheck, CircleDashed, CircleSlash2, CircleX, LoaderCircle, PencilLine, TriangleAlert } from "lucide-react";
import { type ConfigStep, type JobStatus as Status, isDraft, jobWords } from "@/domain/job";
import { cx } from "./cx";

const SHOWN = {
  pending: { Icon: CircleDashed, colour: "text-warn" },
  in_progress: { Icon: LoaderCircle, colour: "text-live" },
  partially_completed: { Icon: TriangleAlert, colour: "text-warn" },
  completed: { Icon: CircleCheck, colour: "text-good" },
  failed: { Icon: CircleX, colour: "text-bad" },
  cancelled: { Icon: CircleSlash2, colour: "text-soft" },
} as const;

interface JobStatusProps {
  run: { status: Status; config_step: ConfigStep };
  className?: string;
}

export function JobStatus({ run, className }: JobStatusProps) {
  const draft = isDraft(run) && run.status === "pending";
  const { Icon, colour } = draft ? { Icon: PencilLine, colour: "text-soft" } : SHOWN[run.status];
  const spin = run.status === "in_progress" && "animate-spin [animation-duration:2s]";
  return (
    <span className={cx("inline-flex items-center gap-1.5 whitespace-nowrap", colour, className)}>
      <Icon aria-hidden className={cx("size-4 shrink-0", spin)} />
      <span className="font-medium">{jobWords(run)}</span>
    </span>
  );
}
