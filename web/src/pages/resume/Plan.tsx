// What would become of each component: told by the server before anything runs.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { History, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { type FlowRunBody, type PlanStep, flowQueries } from "@/api/flows";
import type { Component } from "@/domain/flow";
import { Panel } from "@/ui/page";
import { Failure, Loading } from "@/ui/states";

/** So long after the last letter the plan is asked for, in milliseconds. */
const PAUSE = 300;

interface PlanProps {
  flow: string;
  /** What is asked for; null while it is not right. */
  body: FlowRunBody | null;
  components: readonly Component[];
}

export function Plan({ flow, body, components }: PlanProps) {
  const asked = useSettled(JSON.stringify(body));
  const wanted = JSON.parse(asked) as FlowRunBody | null;
  const plan = useQuery({ ...flowQueries.plan(flow, wanted ?? {}), enabled: wanted !== null, placeholderData: keepPreviousData, staleTime: Infinity });
  const steps = plan.data?.steps ?? [];
  const runs = steps.filter(({ action }) => action === "run").length;
  const names = new Map(components.map(({ id, name }) => [id, name]));
  return (
    <Panel aria-label="Plan" className="py-1">
      {plan.isLoading && <Loading what="the plan" rows={3} />}
      {plan.isError && <Failure error={plan.error} what="the plan" retry={() => void plan.refetch()} />}
      {steps.length > 0 && !plan.isError && (
        <>
          <h2 role="status" className="px-4 py-2 font-medium">
            {runs === 0 ? "Nothing is run: everything succeeded." : `${runs} of ${steps.length} components are run, ${steps.length - runs} used again`}
          </h2>
          <ol className="divide-y divide-line border-t border-line">
            {steps.map((step) => (
              <Step key={step.component} step={step} name={names.get(step.component) ?? step.component} />
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}

function Step({ step: { action, component, reason }, name }: { step: PlanStep; name: string }) {
  const again = action === "run";
  return (
    <li data-step={component} data-action={action} className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-1.5">
      <span className={again ? "flex w-28 items-center gap-1.5 font-medium text-live" : "flex w-28 items-center gap-1.5 font-medium text-good"}>
        {again ? <Play aria-hidden className="size-4" /> : <History aria-hidden className="size-4" />}
        {again ? "Runs" : "Used again"}
      </span>
      <span className="min-w-32 font-medium wrap-anywhere">{name}</span>
      <span className="text-soft">{reason}</span>
    </li>
  );
}

/** A text once it has stopped changing. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), PAUSE);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}
