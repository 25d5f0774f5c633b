// When an automation is looked at next.
import type { Automation } from "@/api/automations";
import { everySeconds } from "@/domain/automation";
import { duration } from "@/domain/time";
import { Until } from "@/ui/time";

export function Next({ automation }: { automation: Automation }) {
  const { is_enabled, trigger_type, next_check_at, failures } = automation;
  if (!is_enabled) return <>off</>;
  if (trigger_type === "webhook") return <>on request</>;
  const every = everySeconds(automation);
  if (every !== null && failures === 0) return <>every {duration(every * 1000).replace(/\.0(?= s)| 0 s$/, "")}</>;
  return next_check_at ? <Until at={next_check_at} /> : <>–</>;
}
