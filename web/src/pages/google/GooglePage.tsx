// The reader's account at Google, for Gmail and Drive: connected here, and what Google hands on comes back here.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Link2, Unlink } from "lucide-react";
import { useEffect } from "react";
import { type GoogleAccount, disconnectGoogle, googleAuthUrl, googleQueries } from "@/api/google";
import { queryClient } from "@/api/query";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { Sample } from "@/ui/copy";
import { Fact, Facts, Page, Panel } from "@/ui/page";
import { Failure, Loading, Refusal } from "@/ui/states";
import { Time } from "@/ui/time";
import { notGranted } from "./grants";

export function GooglePage() {
  const { code, state, error } = useSearch({ from: "/shell/integrations/google" });
  return (
    <Page title="Google account">
      {error && <Refusal error={new Error(error === "access_denied" ? "You did not agree at Google, so nothing was connected." : `Google says: ${error}`)} />}
      {code && state ? <Exchange code={code} state={state} /> : <Shown />}
    </Page>
  );
}

function Shown() {
  const account = useQuery(googleQueries.status);
  return (
    <Panel aria-label="Google account">
      {account.isPending && <Loading what="the account" rows={3} />}
      {account.isError && <Failure error={account.error} what="the account" retry={() => void account.refetch()} />}
      {account.data && (account.data.available ? <Account account={account.data} /> : <HowTo />)}
    </Panel>
  );
}

/** Connects the account of whoever comes back from Google; then the address is the page's own again. */
function Exchange({ code, state }: { code: string; state: string }) {
  const navigate = useNavigate();
  const { error, data, isError } = useQuery(googleQueries.exchange(code, state));
  useEffect(() => {
    if (!data) return;
    queryClient.setQueryData(googleQueries.status.queryKey, data);
    void navigate({ ...paths.google(), replace: true });
  }, [data, navigate]);
  if (!isError) return <Loading what="what Google says" rows={3} />;
  return (
    <>
      <Refusal error={error} />
      <Button className="self-start" onClick={() => void navigate({ ...paths.google(), replace: true })}>
        Begin again
      </Button>
    </>
  );
}

function Account({ account }: { account: GoogleAccount }) {
  const missing = account.connected ? notGranted(account.scopes) : [];
  const going = useMutation({ mutationFn: googleAuthUrl, onSuccess: (url) => window.location.assign(url) });
  const leaving = useMutation({ mutationFn: disconnectGoogle, onSettled: () => queryClient.invalidateQueries({ queryKey: ["google"] }) });
  return (
    <div className="flex flex-col gap-3 pb-4">
      <Facts>
        <Fact name="Connected">{account.connected ? (account.email ?? "Yes") : "No"}</Fact>
        {account.connected_at && (
          <Fact name="Since">
            <Time at={account.connected_at} exact />
          </Fact>
        )}
      </Facts>
      <p className="max-w-3xl px-4 text-soft">
        Annals reads mail and files and never marks, moves or deletes them; what it writes are results, as files of its own. Automations that you
        make use this account.
      </p>
      {missing.length > 0 && (
        <p className="max-w-3xl px-4 text-warn">It was not allowed {missing.join(", nor ")}. Connect it again and tick everything to use that.</p>
      )}
      <div className="flex flex-wrap gap-2 px-4">
        <Button look={account.connected ? "plain" : "primary"} disabled={going.isPending} onClick={() => going.mutate()}>
          <Link2 aria-hidden /> {account.connected ? "Connect another account" : "Connect an account"}
        </Button>
        {account.connected && (
          <Button look="danger" disabled={leaving.isPending} onClick={() => leaving.mutate()}>
            <Unlink aria-hidden /> Disconnect
          </Button>
        )}
      </div>
      <div className="px-4 empty:hidden">
        <Refusal error={going.error ?? leaving.error} />
      </div>
    </div>
  );
}

/** What whoever operates the server does so that accounts can be connected. */
function HowTo() {
  const lines = `[automations]
google_client_id = "….apps.googleusercontent.com"
google_client_secret = "…"
google_redirect_url = "${window.location.origin}/integrations/google"`;
  return (
    <div className="flex flex-col gap-3 p-4">
      <h2 className="text-base font-semibold">This server is not set up for Google yet</h2>
      <p className="max-w-3xl text-soft">
        Whoever operates it does that once. In the Google Cloud console enable the Gmail and Drive APIs, make an OAuth client of the type{" "}
        <em>Web application</em> whose redirect URI is the one below, and write its id and secret into <code className="font-mono">annals.toml</code>. Then
        start the server again.
      </p>
      <Sample label="Configuration" copy="Copy the configuration" text={lines} />
      <p className="max-w-3xl text-soft">Folders, mailboxes over IMAP, web hooks and schedules work without it.</p>
    </div>
  );
}
