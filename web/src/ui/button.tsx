// Buttons, and links that look like them.
import type { ComponentProps } from "react";
import { cx } from "./cx";

export type Look = "primary" | "plain" | "quiet" | "danger";

const BASE =
  "inline-flex min-h-8 items-center justify-center gap-1.5 rounded-md px-3 py-1 font-medium whitespace-nowrap no-underline disabled:opacity-55 transition-colors [&>svg]:size-4 [&>svg]:shrink-0";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent-strong text-on-accent enabled:hover:brightness-110",
  plain: "border border-line bg-panel text-text hover:bg-raised",
  quiet: "text-soft hover:bg-raised hover:text-text",
  danger: "border border-bad/50 bg-panel text-bad hover:bg-bad/10",
};

/** The classes of a button, for a link that looks like one. */
export function buttonClass(look: Look = "plain", more?: string): string {
  return cx(BASE, LOOKS[look], more);
}

export function Button({ look = "plain", className, ...rest }: ComponentProps<"button"> & { look?: Look }) {
  return <button type="button" className={buttonClass(look, className)} {...rest} />;
}

/** A button that shows only a picture; `label` says what it does. */
export function IconButton({ label, className, ...rest }: ComponentProps<"button"> & { label: string }) {
  const classes = buttonClass("quiet", cx("min-w-8 px-1.5 aria-pressed:bg-raised aria-pressed:text-accent", className));
  return <button type="button" aria-label={label} title={label} className={classes} {...rest} />;
}
