// What whoever recorded a run of elsewhere keeps with it.
import { useQuery } from "@tanstack/react-query";
import { flowQueries } from "@/api/flows";
import { Code } from "@/editor/Code";
import type { Run } from "@/domain/run";
import { Panel } from "@/ui/page";

export function Metadata({ run }: { run: Run }) {
  const found = useQuery(flowQueries.run(run.id)).data;
  if (found?.metadata == null) return null;
  return (
    <Panel aria-label="Metadata" className="p-4">
      <Code title="Metadata" text={JSON.stringify(found.metadata, null, 2)} language="json" className="max-h-96" />
    </Panel>
  );
}
