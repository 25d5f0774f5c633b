// Where one is in setting up a run, and the way back.
import { Check } from "lucide-react";
import { type ConfigStep, STEPS } from "@/domain/job";
import { cx } from "@/ui/cx";

export type Step = (typeof STEPS)[number];

const WORDS: Record<Step, string> = { upload: "Files", fields: "Fields", review: "Review" };

interface StepsProps {
  at: Step;
  /** How far the run is. */
  reached: ConfigStep;
  onGo?: (step: Step) => void;
}

export function Steps({ at, reached, onGo }: StepsProps) {
  const far = reached === "submitted" ? STEPS.length : STEPS.indexOf(reached);
  return (
    <nav aria-label="Steps">
      <ol className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {STEPS.map((step, place) => (
          <li key={step} className="flex items-center gap-2">
            {place > 0 && <span aria-hidden className="h-px w-4 bg-edge sm:w-10" />}
            <button
              type="button"
              disabled={place > far || !onGo}
              aria-current={step === at ? "step" : undefined}
              onClick={() => onGo?.(step)}
              className={cx("flex items-center gap-2 rounded-md py-1 pr-2", step === at ? "font-semibold" : "text-soft enabled:hover:text-text")}
            >
              <span
                className={cx(
                  "nums flex size-6 items-center justify-center rounded-full border text-xs",
                  step === at ? "border-accent-strong bg-accent-strong text-on-accent" : "border-edge",
                )}
              >
                {place < far && step !== at ? <Check aria-label="done" className="size-3.5" /> : place + 1}
              </span>
              {WORDS[step]}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
