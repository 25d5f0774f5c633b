// One clock for everything that counts: it goes only while something listens.

const listeners = new Set<() => void>();
let present = Date.now();
let timer: number | undefined;

function tick(): void {
  present = Date.now();
  for (const listener of listeners) listener();
}

export function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    present = Date.now();
    timer = window.setInterval(tick, 1_000);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

/** The present, to the last tick. */
export function now(): number {
  return present;
}
