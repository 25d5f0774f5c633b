// Signing in: a token is exchanged for a session of this browser.
import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { type SubmitEvent, useState } from "react";
import { signIn } from "@/api/session";
import { Button } from "@/ui/button";
import { Field, Input } from "@/ui/field";
import { Page, Panel } from "@/ui/page";
import { Refusal } from "@/ui/states";
import { safeNext } from "./next";

const HEADING = (
  <span className="flex items-center gap-2">
    <img src="/favicon.svg" alt="" className="size-7" /> Sign in to Annals
  </span>
);

export function LoginPage() {
  const { next } = useSearch({ from: "/login" });
  const [token, setToken] = useState("");
  const signing = useMutation({
    mutationFn: () => signIn(token.trim()),
    // From the beginning, so that nothing of another reader stays.
    onSuccess: () => window.location.replace(safeNext(next)),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    signing.mutate();
  };
  return (
    <Page title="Sign in" heading={HEADING} className="mx-auto w-full max-w-md pt-[12vh]">
      <Panel className="p-5">
        <form onSubmit={submit} className="flex flex-col gap-4">
          <Field
            label="Access token"
            hint={
              <>
                Make one where the server runs: <code className="font-mono">annals token create --user you</code>
              </>
            }
          >
            {(ids) => (
              <Input
                {...ids}
                type="password"
                autoComplete="current-password"
                required
                value={token}
                onChange={(event) => setToken(event.target.value)}
              />
            )}
          </Field>
          <Refusal error={signing.error} />
          <Button look="primary" type="submit" disabled={signing.isPending}>
            Sign in
          </Button>
        </form>
      </Panel>
    </Page>
  );
}
