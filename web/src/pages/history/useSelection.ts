// The runs that the reader has chosen: single ones, or all that the filters leave.
import { useState } from "react";

export interface Selection {
  /** How many; null for all that the filters leave. */
  count: number | null;
  ids: readonly string[];
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  chooseAll: () => void;
  clear: () => void;
}

/** `key` names the list: another list begins with none chosen. */
export function useSelection(key: string): Selection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const [known, setKnown] = useState(key);
  const clear = () => {
    setIds(new Set());
    setAll(false);
  };
  if (known !== key) {
    setKnown(key);
    clear();
  }
  const toggle = (id: string) => {
    setAll(false);
    setIds((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  };
  return {
    count: all ? null : ids.size,
    ids: [...ids],
    has: (id) => all || ids.has(id),
    toggle,
    chooseAll: () => setAll(true),
    clear,
  };
}
