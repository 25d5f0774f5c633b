// Whether an automation is on; a press changes it.
import { useMutation } from "@tanstack/react-query";
import { type Automation, automationsChanged, toggleAutomation } from "@/api/automations";
import { sentence } from "@/api/problem";
import { Switch } from "@/ui/switch";

export function AutomationSwitch({ automation: { id, name, is_enabled } }: { automation: Automation }) {
  const toggling = useMutation({ mutationFn: (on: boolean) => toggleAutomation(id, on), onSettled: automationsChanged });
  const on = toggling.isPending ? toggling.variables : is_enabled;
  return (
    <span className="inline-flex items-center gap-2">
      <Switch label={`${name} is ${on ? "on" : "off"}`} on={on} disabled={toggling.isPending} onChange={(next) => toggling.mutate(next)} />
      {toggling.isError && (
        <span role="alert" className="text-xs text-bad">
          {sentence(toggling.error)}
        </span>
      )}
    </span>
  );
}
