// What came of each event: the files that came in, the run, where its results went, and what failed.
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ArrowRight, RotateCcw } from "lucide-react";
import { type Automation, type AutomationEvent, automationQueries, automationsChanged, retryEvent } from "@/api/automations";
import { sentence } from "@/api/problem";
import { type Trigger, eventEnded, eventWords } from "@/domain/automation";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { AutomationStatus } from "@/ui/automationStatus";
import { Button } from "@/ui/button";
import { Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { Time, Until } from "@/ui/time";

export function EventList({ automation }: { automation: Automation }) {
  const found = useInfiniteQuery(automationQueries.events(automation.id));
  const rows = found.data?.pages.flatMap((page) => page.runs) ?? [];
  return (
    <>
      <h2 className="text-base font-semibold">What came of it</h2>
      <Panel aria-label="Events">
        {found.isPending && <Loading what="the events" rows={4} />}
        {found.isError && rows.length === 0 && <Failure error={found.error} what="the events" retry={() => void found.refetch()} />}
        {found.isSuccess && rows.length === 0 && (
          <Empty title="Nothing has happened yet">
            <p>{WAITS[automation.trigger_type]} Each time it becomes a run, and a row here: what came in, how far it is, where its results went.</p>
          </Empty>
        )}
        <ol className="divide-y divide-line">
          {rows.map((event) => (
            <Row key={event.id} event={event} automation={automation} />
          ))}
        </ol>
        {found.hasNextPage && (
          <div className="border-t border-line p-2 text-center">
            <Button look="quiet" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              Older events
            </Button>
          </div>
        )}
      </Panel>
    </>
  );
}

/** What is to be done so that something happens. */
const WAITS: Record<Trigger, string> = {
  folder: "Put a file into the folder; it is taken once it has not changed for some seconds.",
  cron: "When its time comes, all that is new in its source is one run.",
  webhook: "Send a signed request to the address above.",
  imap: "Send a mail with an attachment to the mailbox.",
  gmail: "Send a mail with an attachment to the account.",
  drive: "Put a file into the folder in Google Drive.",
};

function Row({ event, automation }: { event: AutomationEvent; automation: Automation }) {
  const { files_in, job_run_id, exported_to, link, created_at, status } = event;
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-2.5 md:grid-cols-[10rem_minmax(0,1fr)_minmax(0,1fr)_7rem]">
      <span>
        <AutomationStatus status={status} />
      </span>
      <span className="flex min-w-0 flex-col">
        <span className="wrap-anywhere">{eventWords(automation.trigger_type, event.event)}</span>
        <Files names={files_in} event={event.event} />
        <Trouble event={event} />
        {status === "failed" && <Again event={event} automation={automation} />}
      </span>
      <span className="flex min-w-0 flex-col gap-0.5">
        {job_run_id && (
          <Link {...paths.job(automation.job_id, { run: job_run_id })} className="flex w-max items-center gap-1 text-accent hover:underline">
            {eventEnded(status) ? "Its run and results" : "Its run"} <ArrowRight aria-hidden className="size-3.5" />
          </Link>
        )}
        {exported_to && (
          <span className="text-xs wrap-anywhere text-soft">
            Results: {link && /^https?:/.test(link) ? <a href={link} className="text-accent underline">{exported_to}</a> : exported_to}
          </span>
        )}
      </span>
      <span className="text-soft md:text-right">
        <Time at={created_at} />
      </span>
    </li>
  );
}

const SHOWN = 3;

/** The files that came in, unless the event is named after the only one. */
function Files({ names, event }: { names: readonly string[]; event: string }) {
  if (names.length === 0 || (names.length === 1 && event.endsWith(names[0] ?? ""))) return null;
  const more = names.length - SHOWN;
  return (
    <span className="text-xs wrap-anywhere text-soft" title={names.join("\n")}>
      {names.slice(0, SHOWN).join(", ")}
      {more > 0 && ` and ${count(more)} more`}
    </span>
  );
}

/** What failed, and whether it is tried again; or what else is to be known. */
function Trouble({ event: { error, status, failures, next_at } }: { event: AutomationEvent }) {
  if (!error) return null;
  return (
    <span className={status === "completed" ? "text-xs wrap-anywhere text-soft" : "text-xs wrap-anywhere text-bad"}>
      {sentence(error)}
      {!eventEnded(status) && failures > 0 && next_at && (
        <>
          {` Failed ${failures === 1 ? "once" : `${count(failures)} times`}; tried again `}
          <Until at={next_at} />.
        </>
      )}
    </span>
  );
}

/** A press that has what was given up tried again. */
function Again({ event, automation }: { event: AutomationEvent; automation: Automation }) {
  const again = useMutation({ mutationFn: () => retryEvent(automation.id, event.id), onSettled: automationsChanged });
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Button disabled={again.isPending} onClick={() => again.mutate()}>
        <RotateCcw aria-hidden /> Try again
      </Button>
      {again.isError && (
        <span role="alert" className="text-xs text-bad">
          {sentence(again.error)}
        </span>
      )}
    </span>
  );
}
