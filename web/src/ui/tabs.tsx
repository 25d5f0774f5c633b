// The parts of what a page shows, each with an address of its own.
import { Link, type LinkProps } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { cx } from "./cx";

export interface TabLink {
  key: string;
  to: LinkProps;
  words: ReactNode;
}

interface TabsProps {
  label: string;
  tabs: readonly TabLink[];
  /** The key of the part that is shown. */
  shown: string;
}

export function Tabs({ label, tabs, shown }: TabsProps) {
  const nav = useRef<HTMLElement>(null);
  // On a narrow screen the tab that is shown may stand beyond the edge.
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>("[aria-current]");
    if (nav.current && tab) nav.current.scrollLeft = tab.offsetLeft - (nav.current.clientWidth - tab.clientWidth) / 2;
  }, [shown]);
  return (
    <nav ref={nav} aria-label={label} className="relative -mb-1 flex gap-1 overflow-x-auto border-b border-line p-0.5 pb-0">
      {tabs.map(({ key, to, words }) => (
        <Link
          key={key}
          {...to}
          replace
          activeOptions={{ exact: true, includeSearch: false }}
          aria-current={key === shown ? "page" : undefined}
          className={cx(
            "shrink-0 border-b-2 px-3 py-1.5 whitespace-nowrap",
            key === shown ? "border-accent font-medium" : "border-transparent text-soft hover:text-text",
          )}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}
