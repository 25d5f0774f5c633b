// What a new run changes against the run that it is made from.
import { DiffView } from "@/editor/DiffView";
import type { Language } from "@/editor/setup";
import { type Draft, changedParts } from "@/form/draft";

const SHOWN: Record<keyof Draft, { title: string; language: Language }> = {
  code: { title: "Python code", language: "python" },
  dependencies: { title: "Dependencies", language: "text" },
  requirements: { title: "Requirements file", language: "text" },
  inputs: { title: "Inputs", language: "json" },
};

interface ChangesProps {
  before: Draft;
  after: Draft;
  number: number;
}

export function Changes({ before, after, number }: ChangesProps) {
  const changed = changedParts(before, after);
  if (changed.length === 0) {
    return <p>Nothing differs from run #{number}: it is run once more as it was.</p>;
  }
  return (
    <div className="flex flex-col gap-4">
      {changed.map((part) => (
        <section key={part} aria-label={`Changes: ${SHOWN[part].title}`} className="flex min-w-0 flex-col gap-1">
          <h2 className="font-medium">
            {SHOWN[part].title} <span className="font-normal text-soft">against run #{number}</span>
          </h2>
          <DiffView before={before[part]} after={after[part]} language={SHOWN[part].language} label={SHOWN[part].title} />
        </section>
      ))}
    </div>
  );
}
