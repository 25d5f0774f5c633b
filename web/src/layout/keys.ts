// Keys: single letters and two after each other, as in `g h`. None works while one writes.
import { useEffect, useEffectEvent } from "react";

export interface Key {
  /** `?`, `j`, or `g h` for one after the other. */
  keys: string;
  /** What it does, for the list of keys. */
  does: string;
  run: () => void;
}

/** How long the second key may take, in milliseconds. */
const PATIENCE = 1_200;

let before = "";
let since = 0;

/** Listens for keys while the component is shown. */
export function useKeys(keys: readonly Key[]): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
    const chord = event.timeStamp - since < PATIENCE ? `${before} ${event.key}` : event.key;
    const found = keys.find((key) => key.keys === chord) ?? keys.find((key) => key.keys === event.key);
    if (!found) return;
    event.preventDefault();
    found.run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}

/** Remembers the first of two keys; listens once for the whole application, after all others. */
export function rememberKeys(): void {
  document.addEventListener("keyup", (event) => {
    before = event.key;
    since = event.timeStamp;
  });
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // The editor stands in a shadow tree: its host is what is told.
  return target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select, [data-editor]");
}
