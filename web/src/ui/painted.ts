// What can wait until something else is on the screen.
import { useEffect, useState } from "react";

/** Becomes true, and stays so, once the screen has been painted with what was drawn when `ready` became true. */
export function usePainted(ready: boolean): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    if (!ready || painted) return;
    let timer: number | undefined;
    // A frame is asked for before it is painted; what follows its callbacks comes after.
    const frame = requestAnimationFrame(() => (timer = window.setTimeout(() => setPainted(true))));
    return () => {
      cancelAnimationFrame(frame);
      window.clearTimeout(timer);
    };
  }, [ready, painted]);
  return painted;
}
