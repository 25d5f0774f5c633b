// An automation: what it does, and what came of each event.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { type Automation, automationQueries, deleteAutomation } from "@/api/automations";
import { queryClient } from "@/api/query";
import { useLiveAutomations } from "@/pages/automations/useLiveAutomations";
import { paths } from "@/paths";
import { Button, buttonClass } from "@/ui/button";
import { DeleteDialog } from "@/ui/deleting";
import { Live } from "@/ui/live";
import { MENU_ITEM, Menu } from "@/ui/menu";
import { Page } from "@/ui/page";
import { Failure, Loading } from "@/ui/states";
import { EventList } from "./EventList";
import { Hook } from "./Hook";
import { Summary } from "./Summary";

export function AutomationPage() {
  const { id } = useParams({ from: "/shell/automations/$id" });
  const found = useQuery(automationQueries.one(id));
  const live = useLiveAutomations();
  const [deleting, setDeleting] = useState(false);
  const automation = found.data;
  if (!automation) {
    return (
      <Page title="Automation">
        {found.isError ? <Failure error={found.error} what="the automation" retry={() => void found.refetch()} /> : <Loading what="the automation" />}
      </Page>
    );
  }
  const actions = (
    <>
      <Live state={live} />
      <Link {...paths.editAutomation(id)} className={buttonClass()}>
        <Pencil aria-hidden /> Edit
      </Link>
      <Menu label="More">
        <Button className={MENU_ITEM} onClick={() => setDeleting(true)}>
          <Trash2 aria-hidden /> Delete…
        </Button>
      </Menu>
    </>
  );
  return (
    <Page title={automation.name} heading={<span className="wrap-anywhere">{automation.name}</span>} actions={actions}>
      <Summary automation={automation} />
      {automation.hook_url && <Hook automation={automation} path={automation.hook_url} />}
      <EventList automation={automation} />
      {deleting && <Delete automation={automation} onClose={() => setDeleting(false)} />}
    </Page>
  );
}

function Delete({ automation, onClose }: { automation: Automation; onClose: () => void }) {
  const navigate = useNavigate();
  const leave = async () => {
    await navigate({ ...paths.automations(), replace: true });
    queryClient.removeQueries({ queryKey: ["automations"] });
  };
  return (
    <DeleteDialog name={automation.name} remove={() => deleteAutomation(automation.id)} onDeleted={leave} onClose={onClose}>
      Nothing sets it off any more, and what came of its events is forgotten. The runs that it made stay. To pause it, switch it off.
    </DeleteDialog>
  );
}
