// One cache for what was read. Nothing is polled: what is shown is read again when the reader comes
// back to the window, by what the reader does, and by a run's own stream.
import { QueryClient } from "@tanstack/react-query";
import { isPassing } from "./problem";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: true,
      retry: (failures, error) => failures < 2 && isPassing(error),
    },
  },
});
