/** Calls `act` at once and then at most every `pause` milliseconds, the last time after the last call. */
export function throttled(act: () => void, pause: number): () => void {
  let waits = false;
  let again = false;
  const go = () => {
    act();
    waits = true;
    setTimeout(() => {
      waits = false;
      if (!again) return;
      again = false;
      go();
    }, pause);
  };
  return () => {
    if (waits) again = true;
    else go();
  };
}
