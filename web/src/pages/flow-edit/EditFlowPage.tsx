// The editor of a flow, a new one or one that is there.
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { createFlow, flowQueries, replaceFlow } from "@/api/flows";
import type { Flow } from "@/domain/flow";
import { NEW_FLOW, draftOfFlow } from "@/flow/draft";
import { paths } from "@/paths";
import { Page } from "@/ui/page";
import { Failure, Loading } from "@/ui/states";
import { Editor } from "./Editor";

export function NewFlowPage() {
  return <Editor title="New flow" before={NEW_FLOW} save={createFlow} leave={paths.flows()} />;
}

export function EditFlowPage() {
  const { id } = useParams({ from: "/shell/flows/$id/edit" });
  // What is edited does not change under the hands of the writer.
  const flow = useQuery({ ...flowQueries.one(id), refetchOnWindowFocus: false });
  if (flow.data) return <Edit key={id} flow={flow.data} />;
  return (
    <Page title="Edit a flow">
      {flow.isError ? <Failure error={flow.error} what="the flow" retry={() => void flow.refetch()} /> : <Loading what="the flow" />}
    </Page>
  );
}

function Edit({ flow }: { flow: Flow }) {
  const [before] = useState(() => draftOfFlow(flow));
  return <Editor title={`Edit ${flow.name}`} before={before} save={(body) => replaceFlow(flow.id, body)} leave={paths.flow(flow.id)} />;
}

