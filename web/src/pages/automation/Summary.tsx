// What an automation does, in words, and whether its source can be looked at.
import { TriangleAlert } from "lucide-react";
import { Link } from "@tanstack/react-router";
import type { Automation } from "@/api/automations";
import { sentence } from "@/api/problem";
import { type Trigger, destinationWords, needsGoogle, triggerWords } from "@/domain/automation";
import { MODE_WORDS } from "@/domain/job";
import { count } from "@/domain/time";
import { JobLink } from "@/pages/automations/AutomationRow";
import { AutomationSwitch } from "@/pages/automations/AutomationSwitch";
import { Next } from "@/pages/automations/Next";
import { paths } from "@/paths";
import { Fact, Facts, Panel } from "@/ui/page";
import { Time } from "@/ui/time";

/** What becomes of what happens while it is off, where that is not simply found later. */
const OFF: Partial<Record<Trigger, string>> = {
  cron: "times that pass meanwhile are not made up for",
  webhook: "requests are refused meanwhile",
};

export function Summary({ automation }: { automation: Automation }) {
  const { is_enabled, error, last_checked_at } = automation;
  const to = destinationWords(automation.dest_type, automation.export_config);
  return (
    <Panel aria-label="Summary">
      {error && is_enabled && <Trouble automation={automation} why={error} />}
      <Facts>
        <Fact name="Is on">
          <span className="flex items-center gap-2">
            <AutomationSwitch automation={automation} /> {is_enabled ? "Yes" : `No: ${OFF[automation.trigger_type] ?? "what happens meanwhile is found when it is on again"}`}
          </span>
        </Fact>
        <Fact name="Set off by">{triggerWords(automation)}</Fact>
        <Fact name="Looks">
          <Next automation={automation} />
          {last_checked_at && (
            <span className="text-soft">
              {", last "}
              <Time at={last_checked_at} exact />
            </span>
          )}
        </Fact>
        <Fact name="Makes runs of">
          <JobLink automation={automation} />
        </Fact>
        <Fact name="Files are read">{MODE_WORDS[automation.processing_mode]}</Fact>
        <Fact name="Results go">{to ?? <span className="text-soft">nowhere else: they stay with the run</span>}</Fact>
      </Facts>
    </Panel>
  );
}

function Trouble({ automation: { failures, trigger_type, trigger_config }, why }: { automation: Automation; why: string }) {
  const source = trigger_config["source"] as { type?: string } | undefined;
  return (
    <div role="alert" className="flex gap-2 rounded-t-lg border-b border-bad/50 bg-bad/10 px-4 py-2.5">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 wrap-anywhere">
        <p className="font-medium text-bad">Its source cannot be looked at</p>
        <p>
          {sentence(why)} It failed {failures === 1 ? "once" : `${count(failures)} times`} and is tried again until it works; nothing that
          comes is lost.
        </p>
        {needsGoogle(trigger_type, source?.type) && (
          <Link {...paths.google()} className="text-accent underline">
            The Google account
          </Link>
        )}
      </div>
    </div>
  );
}
