// An address that shows nothing.
import { Link } from "@tanstack/react-router";
import { paths } from "@/paths";
import { buttonClass } from "@/ui/button";
import { Page } from "@/ui/page";
import { Empty } from "@/ui/states";

export function NotFound() {
  return (
    <Page title="Nothing here">
      <Empty title="This address shows nothing">
        <p>The link may be cut short, or what it showed was moved.</p>
        <Link {...paths.history()} className={buttonClass("primary")}>
          To the history
        </Link>
      </Empty>
    </Page>
  );
}
