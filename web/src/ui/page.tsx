// The frame of a page: its heading, what can be done, its content.
import type { ReactNode } from "react";
import { useEffect } from "react";
import { cx } from "./cx";

interface PageProps {
  /** What the browser's tab says. */
  title: string;
  heading?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Page({ title, heading, actions, className, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Annals`;
  }, [title]);
  return (
    <main id="content" tabIndex={-1} className={cx("flex min-w-0 flex-1 flex-col gap-3 p-3 outline-none sm:p-5", className)}>
      <header className="flex flex-wrap items-center justify-between gap-2">
        <h1 className="min-w-0 text-lg font-semibold">{heading ?? title}</h1>
        {actions && <div className="flex flex-wrap gap-2 max-sm:gap-1.5 max-sm:[&>:is(a,button)]:px-1.5">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

/** A ground for what belongs together. */
export function Panel({ className, children, ...rest }: { className?: string; children: ReactNode; "aria-label"?: string }) {
  return (
    <section {...rest} className={cx("min-w-0 rounded-lg border border-line bg-panel", className)}>
      {children}
    </section>
  );
}

/** Names and values. */
export function Facts({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-2 p-4 sm:grid-cols-[max-content_minmax(0,1fr)]">
      {children}
    </dl>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 wrap-anywhere max-sm:mb-1">{children}</dd>
    </>
  );
}
