// Templates: sets of fields that jobs begin with. Changing one changes no job.
import { useQuery } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Template, deleteTemplate, templateQueries, templatesChanged } from "@/api/templates";
import { count } from "@/domain/time";
import { Button, IconButton } from "@/ui/button";
import { DeleteDialog } from "@/ui/deleting";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { TemplateDialog } from "./TemplateDialog";

export function TemplatesPage() {
  const found = useQuery(templateQueries.list);
  const [open, setOpen] = useState<Template | "new" | null>(null);
  const [going, setGoing] = useState<Template | null>(null);
  const actions = (
    <Button look="primary" onClick={() => setOpen("new")}>
      <Plus aria-hidden /> New template
    </Button>
  );
  return (
    <Page title="Templates" actions={actions}>
      <Panel aria-label="Templates">
        {found.isPending && <Loading what="the templates" />}
        {found.isError && <Failure error={found.error} what="the templates" retry={() => void found.refetch()} />}
        {found.data?.length === 0 && (
          <Empty title="There is no template yet">
            <p>A template keeps the fields of a kind of document, so that the next job with such documents need not name them again.</p>
          </Empty>
        )}
        <ul className="divide-y divide-line">
          {found.data?.map((template) => (
            <li key={template.id} className="relative flex items-center gap-4 px-4 py-2.5 hover:bg-raised/50">
              <span className="flex min-w-0 flex-1 flex-col">
                <button type="button" onClick={() => setOpen(template)} className="truncate text-left font-medium after:absolute after:inset-0 hover:text-accent">
                  {template.name}
                </button>
                <span className="truncate text-xs text-soft">{template.description ?? template.fields.map(({ name }) => name).join(", ")}</span>
              </span>
              <span className="nums text-soft">
                {count(template.fields.length)} {template.fields.length === 1 ? "field" : "fields"}
              </span>
              <span className="text-soft max-sm:hidden">{template.is_public ? "for everyone" : "private"}</span>
              <IconButton label={`Delete ${template.name}`} onClick={() => setGoing(template)} className="relative">
                <Trash2 aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      </Panel>
      {open && <TemplateDialog template={open === "new" ? null : open} onClose={() => setOpen(null)} />}
      {going && <Delete template={going} onClose={() => setGoing(null)} />}
    </Page>
  );
}

function Delete({ template, onClose }: { template: Template; onClose: () => void }) {
  const done = async () => {
    await templatesChanged();
    onClose();
  };
  return (
    <DeleteDialog name={template.name} remove={() => deleteTemplate(template.id)} onDeleted={done} onClose={onClose}>
      Runs that began with it keep their fields.
    </DeleteDialog>
  );
}
