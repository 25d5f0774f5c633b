import { expect, test, vi } from "vitest";
import { throttled } from "./throttle";

test("many calls are few, and the last one counts", () => {
  vi.useFakeTimers();
  const act = vi.fn();
  const call = throttled(act, 1_000);
  for (let turn = 0; turn < 5; turn += 1) call();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5_000);
  expect(act).toHaveBeenCalledTimes(2);
  call();
  expect(act).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});
