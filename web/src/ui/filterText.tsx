// A text that filters once one stops writing.
import { useState } from "react";
import { Input } from "./field";

interface FilterTextProps {
  label: string;
  type?: "search" | "text";
  value: string | undefined;
  /** Told when the reader has ended writing. */
  onEnd: (value: string | undefined) => void;
  className?: string;
}

/** What the address says wins when it changes. */
export function FilterText({ label, type = "text", value = "", onEnd, className = "" }: FilterTextProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  const end = () => {
    if (text.trim() !== value) onEnd(text.trim() || undefined);
  };
  return (
    <Input
      type={type}
      aria-label={label}
      placeholder={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={end}
      onKeyDown={(event) => {
        if (event.key === "Enter") end();
      }}
      className={className}
    />
  );
}
