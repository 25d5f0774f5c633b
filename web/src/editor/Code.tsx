// A text that is shown, with colours once the editor is there; until then as it is.
import { Suspense, lazy } from "react";
import { CopyButton } from "@/ui/copy";
import type { Language } from "./setup";

const CodeEditor = lazy(async () => ({ default: (await import("./CodeEditor")).CodeEditor }));

interface CodeProps {
  title: string;
  text: string;
  language: Language;
  className?: string;
}

export function Code({ title, text, language, className }: CodeProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center justify-between">
        <h3 className="font-medium">{title}</h3>
        <CopyButton label={`Copy: ${title}`} text={() => text} />
      </div>
      <Suspense fallback={<pre className="overflow-auto rounded-md border border-line p-2 font-mono text-[13px]">{text}</pre>}>
        <CodeEditor value={text} language={language} label={title} {...(className && { className })} />
      </Suspense>
    </section>
  );
}
