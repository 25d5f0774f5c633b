// A timeline to which an entry was added.
import type { InfiniteData } from "@tanstack/react-query";
import type { TimelineEntry, TimelineOrder } from "@/api/timeline";

interface Page {
  entries: TimelineEntry[];
  next_cursor?: string | null;
  total?: number | null;
}

export type TimelinePages = InfiniteData<Page, string | undefined>;

/** The number of the newest entry that was read; 0 for none. */
export function newest(pages: TimelinePages | undefined): number {
  return Math.max(0, ...(pages?.pages.flatMap((page) => page.entries.map((entry) => entry.n)) ?? []));
}

/** The timeline with a new entry, at its beginning or its end; one that is there already changes nothing. */
export function added(pages: TimelinePages, entry: TimelineEntry, order: TimelineOrder): TimelinePages {
  if (entry.n <= newest(pages)) return pages;
  const place = order === "desc" ? 0 : pages.pages.length - 1;
  const next = pages.pages.map((page, at) => {
    if (at !== place) return page;
    return { ...page, entries: order === "desc" ? [entry, ...page.entries] : [...page.entries, entry] };
  });
  return { ...pages, pages: next };
}
