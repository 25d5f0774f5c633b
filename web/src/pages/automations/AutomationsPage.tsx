// The automations: what sets each off, the job it is of, and what came of it last.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Plus, UserRound } from "lucide-react";
import { automationQueries } from "@/api/automations";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { Live } from "@/ui/live";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { AutomationRow } from "./AutomationRow";
import { useLiveAutomations } from "./useLiveAutomations";

export function AutomationsPage() {
  const found = useInfiniteQuery(automationQueries.list);
  const live = useLiveAutomations();
  const rows = found.data?.pages.flatMap((page) => page.automations) ?? [];
  const actions = (
    <>
      <Live state={live} />
      <Link {...paths.google()} className={buttonClass()}>
        <UserRound aria-hidden /> Google account
      </Link>
      <Link {...paths.newAutomation()} className={buttonClass("primary")}>
        <Plus aria-hidden /> New automation
      </Link>
    </>
  );
  return (
    <Page title="Automations" actions={actions}>
      <Panel aria-label="Automations">
        {found.isPending && <Loading what="the automations" />}
        {found.isError && rows.length === 0 && <Failure error={found.error} what="the automations" retry={() => void found.refetch()} />}
        {found.isSuccess && rows.length === 0 && <Nothing />}
        {rows.length > 0 && <Heads />}
        <ul className="divide-y divide-line">
          {rows.map((automation) => (
            <AutomationRow key={automation.id} automation={automation} />
          ))}
        </ul>
        {found.hasNextPage && (
          <div className="border-t border-line p-2 text-center">
            <Button look="quiet" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              Older automations
            </Button>
          </div>
        )}
      </Panel>
    </Page>
  );
}

function Heads() {
  return (
    <div aria-hidden className="grid gap-x-4 border-b border-line px-4 py-1.5 text-xs text-soft max-md:hidden md:grid-cols-[minmax(0,1fr)_9rem_12rem_6rem_3rem]">
      <span>Automation</span>
      <span>Job</span>
      <span>Last result</span>
      <span>Next look</span>
      <span className="text-right">On</span>
    </div>
  );
}

function Nothing() {
  return (
    <Empty title="There is no automation yet">
      <p>
        An automation makes a run of a job whenever something happens: a file comes into a folder, a mail arrives, a program sends a request, a
        time comes. The run looks for the fields of the job's latest run in the files that came, and its results go where you say.
      </p>
      <Link {...paths.newAutomation()} className={buttonClass("primary")}>
        <Plus aria-hidden /> Make the first automation
      </Link>
    </Empty>
  );
}
