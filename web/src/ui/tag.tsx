// A label on a run.
import { Link } from "@tanstack/react-router";
import { paths } from "@/paths";
import { cx } from "./cx";

/** So many letters are not cut off where room is scarce. */
const SHORT = 8;

/** A tag that leads to the runs that have it. */
export function TagLink({ tag }: { tag: string }) {
  return (
    <Link
      {...paths.history({ tag })}
      title={`Runs tagged ${tag}`}
      className={cx("inline-block max-w-40 truncate rounded-full border border-line bg-raised px-2 text-xs leading-5 text-text hover:border-accent", tag.length > SHORT ? "min-w-12" : "shrink-0")}
    >
      {tag}
    </Link>
  );
}
