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
