// What can wait until something else is on the screen.
import { useEffect, useState } from "react";

/** Becomes true, and stays so, once the screen has been painted with what was drawn when `ready` became true. */
export function usePainted(ready: boolean): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    if (!ready || painted) return;
    let timer: number | undefined;
    // A frame is asked for before it is drawn; by the third it is on the screen, also where the processor paints it.
    let frames = 3;
    let frame = requestAnimationFrame(function next() {
      frames -= 1;
      if (frames > 0) frame = requestAnimationFrame(next);
      else timer = window.setTimeout(() => setPainted(true));
    });
    return () => {
      cancelAnimationFrame(frame);
      window.clearTimeout(timer);
    };
  }, [ready, painted]);
  return painted;
}
