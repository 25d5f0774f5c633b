// A label on a run.
import { Link } from "@tanstack/react-router";
import { paths } from "@/paths";

/** A tag that leads to the runs that have it. */
export function TagLink({ tag }: { tag: string }) {
  return (
    <Link
      {...paths.history({ tag })}
      title={`Runs tagged ${tag}`}
      className="inline-block max-w-40 truncate rounded-full border border-line bg-raised px-2 text-xs leading-5 text-text hover:border-accent"
    >
      {tag}
    </Link>
  );
}
