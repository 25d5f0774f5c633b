// Searching a whole log: the server finds the lines, the reader steps through them.
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { readLog } from "./book";

/** The most lines in an answer of the server. */
const PAGE = 10_000;

export interface LogSearch {
  /** What was searched for; empty while nothing is. */
  text: string;
  start: (text: string) => void;
  /** Goes `by` matches further and answers the line to show. */
  step: (by: 1 | -1) => number | undefined;
  /** The line of the match that is shown. */
  line: number | undefined;
  /** Where the reader is among the matches, in words. */
  status: string;
}

export function useLogSearch(run: string, node: string): LogSearch {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const found = useInfiniteQuery({
    queryKey: ["runs", "search", run, node, text],
    enabled: text !== "",
    initialPageParam: 1,
    queryFn: async ({ pageParam, signal }) => {
      const page = await readLog(run, { node, q: text, from_line: pageParam }, signal);
      return page.lines.map((line) => line.line_no);
    },
    getNextPageParam: (page) => (page.length < PAGE ? undefined : (page.at(-1) ?? 0) + 1),
    staleTime: 0,
  });
  const lines = found.data?.pages.flat() ?? [];

  const step = (by: 1 | -1) => {
    if (lines.length === 0) return undefined;
    const next = (at + by + lines.length) % lines.length;
    if (by === 1 && next === 0 && found.hasNextPage) {
      void found.fetchNextPage();
      return lines[at];
    }
    setAt(next);
    return lines[next];
  };

  const start = (next: string) => {
    setAt(0);
    if (next === text) void found.refetch();
    else setText(next);
  };

  const many = `${lines.length.toLocaleString()}${found.hasNextPage ? "+" : ""}`;
  const status = () => {
    if (text === "") return "";
    if (found.isError) return "The search failed; press Enter to try again";
    if (found.isPending || found.isFetchingNextPage) return "Searching…";
    return lines.length === 0 ? "Nothing found" : `${(at + 1).toLocaleString()} of ${many}`;
  };
  return { text, start, step, line: text === "" ? undefined : lines[at], status: status() };
}
