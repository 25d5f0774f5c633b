// A new job begins with its files; what is looked for in them comes next.
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { initiate, jobChanged } from "@/api/jobs";
import { type Chosen, upload } from "@/api/uploads";
import { paths } from "@/paths";
import { Field, Input } from "@/ui/field";
import { Page, Panel } from "@/ui/page";
import { Refusal } from "@/ui/states";
import { DropZone } from "./DropZone";
import { Steps } from "./Steps";

export function NewJobPage() {
  const [name, setName] = useState("");
  const navigate = useNavigate();
  const beginning = useMutation({
    mutationFn: (chosen: Chosen[]) => begin(name.trim(), chosen),
    onSuccess: async (made) => navigate(paths.job(made.job_id)),
  });
  return (
    <Page title="New job">
      <Steps at="upload" reached="upload" />
      <Panel className="flex flex-col gap-4 p-4">
        <Field label="Name" hint="What the job is called in lists; it can be changed later" className="max-w-md">
          {(ids) => <Input {...ids} maxLength={200} placeholder="supplier invoices" value={name} onChange={(event) => setName(event.target.value)} />}
        </Field>
        <DropZone disabled={beginning.isPending} onFiles={beginning.mutate} />
        <Refusal error={beginning.error} />
      </Panel>
    </Page>
  );
}

/** Makes the job and sends the files, which go on their way while the job is looked at. */
async function begin(name: string, chosen: Chosen[]) {
  const made = await initiate(name, chosen);
  const places = new Map(made.files.map((file) => [file.original_path, file.upload_url]));
  for (const one of chosen) {
    const url = places.get(one.path);
    if (url) upload(made.job_run_id, one, { method: "PUT", url: hereOf(url) }, () => void jobChanged(made.job_id));
  }
  return made;
}

/** The address without the host that the server thinks it has: a proxy may stand between. */
function hereOf(address: string): string {
  const { pathname, search } = new URL(address, window.location.href);
  return pathname + search;
}
