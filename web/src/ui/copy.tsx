// A button that copies a text.
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./button";

interface CopyProps {
  label: string;
  text: () => string | Promise<string>;
}

export function CopyButton({ label, text }: CopyProps) {
  const [said, setSaid] = useState<string | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await text());
      setSaid("Copied");
    } catch {
      setSaid("The browser did not allow it");
    }
    window.setTimeout(() => setSaid(null), 2_000);
  };
  return (
    <>
      <IconButton label={said ?? label} onClick={() => void copy()}>
        {said === "Copied" ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
      </IconButton>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}

interface SampleProps {
  /** What it is, for who cannot see it. */
  label: string;
  /** What the button says. */
  copy: string;
  text: string;
}

/** Some lines to copy. */
export function Sample({ label, copy, text }: SampleProps) {
  return (
    <div className="relative max-w-3xl">
      <pre tabIndex={0} aria-label={label} className="overflow-x-auto rounded-md border border-line bg-raised p-3 pr-12 font-mono text-xs leading-5">
        {text}
      </pre>
      <span className="absolute top-1.5 right-1.5">
        <CopyButton label={copy} text={() => text} />
      </span>
    </div>
  );
}
