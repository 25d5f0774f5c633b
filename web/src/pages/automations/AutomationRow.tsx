// An automation in the list.
import { Link } from "@tanstack/react-router";
import type { Automation } from "@/api/automations";
import { sentence } from "@/api/problem";
import { triggerWords } from "@/domain/automation";
import { paths } from "@/paths";
import { TRIGGER_ICONS } from "@/pages/automation/icons";
import { AutomationStatus } from "@/ui/automationStatus";
import { Time } from "@/ui/time";
import { AutomationSwitch } from "./AutomationSwitch";
import { Next } from "./Next";

export function AutomationRow({ automation }: { automation: Automation }) {
  const Icon = TRIGGER_ICONS[automation.trigger_type];
  return (
    <li className="relative grid items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-raised/50 max-md:grid-cols-2 md:grid-cols-[minmax(0,1fr)_9rem_12rem_6rem_3rem]">
      <span className="flex min-w-0 items-center gap-3 max-md:col-span-2">
        <Icon aria-hidden className="size-4.5 shrink-0 text-soft" />
        <span className="flex min-w-0 flex-col">
          <Link {...paths.automation(automation.id)} className="truncate font-medium after:absolute after:inset-0 hover:text-accent">
            {automation.name}
          </Link>
          <span className="truncate text-xs text-soft" title={triggerWords(automation)}>
            {triggerWords(automation)}
          </span>
          {automation.error && automation.is_enabled && <span className="text-xs wrap-anywhere text-bad">{sentence(automation.error)}</span>}
        </span>
      </span>
      <span className="relative min-w-0 truncate max-md:order-2">
        <JobLink automation={automation} />
      </span>
      <LastEvent automation={automation} />
      <span className="nums text-soft max-md:order-4">
        <span className="sr-only">Looked at </span>
        <Next automation={automation} />
      </span>
      <span className="relative max-md:order-3 max-md:justify-self-end md:justify-self-end">
        <AutomationSwitch automation={automation} />
      </span>
    </li>
  );
}

/** The automation's job by its name. */
export function JobLink({ automation: { job_id, job_name } }: { automation: Automation }) {
  return (
    <Link {...paths.job(job_id)} className="hover:text-accent hover:underline">
      {job_name}
    </Link>
  );
}

/** What came of the last event, and when. */
function LastEvent({ automation: { last_result: last } }: { automation: Automation }) {
  if (!last) return <span className="text-soft max-md:order-5 max-md:text-right">nothing yet</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-3 max-md:order-5 max-md:justify-end">
      <AutomationStatus status={last.status} />
      <span className="text-xs text-soft">
        <Time at={last.ended_at ?? last.created_at} />
      </span>
    </span>
  );
}
