// Where requests that set an automation off go, and how they are signed.
import type { Automation } from "@/api/automations";
import { settingOf } from "@/domain/automation";
import { CopyButton, Sample } from "@/ui/copy";
import { Panel } from "@/ui/page";

export function Hook({ automation, path }: { automation: Automation; path: string }) {
  const url = `${window.location.origin}${path}`;
  const secret = settingOf(automation.trigger_config, "secret");
  const example = exampleOf(url);
  return (
    <Panel aria-label="Address" className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-medium">Send a POST to</h2>
        <code className="min-w-0 font-mono text-[13px] wrap-anywhere">{url}</code>
        <CopyButton label="Copy the address" text={() => url} />
      </div>
      <details>
        <summary className="w-max text-accent">How to sign it</summary>
        <div className="mt-2 flex flex-col gap-2">
          <p className="max-w-3xl text-soft">
            The header <code className="font-mono">Annals-Signature</code> holds the time and the HMAC-SHA256 of <code className="font-mono">TIME.BODY</code> with
            the stored secret <code className="font-mono">{secret}</code>; it is good for five minutes. With a header <code className="font-mono">Event-Id</code> a
            request that is sent again is still one run.
          </p>
          <Sample label="Example" copy="Copy the example" text={example} />
          <p className="text-soft">
            The content of a file is Base64. One file can be sent as it is instead, with <code className="font-mono">?filename=a.pdf</code> behind the address.
          </p>
        </div>
      </details>
    </Panel>
  );
}

function exampleOf(url: string): string {
  return `SECRET=…   # what the stored secret holds
body='{"files":[{"filename":"a.txt","content":"VG90YWw6IDEy"}]}'; t=$(date +%s)
v1=$(printf '%s.%s' "$t" "$body" | openssl dgst -sha256 -hmac "$SECRET" -r | cut -d' ' -f1)
curl -X POST "${url}" -H "Annals-Signature: t=$t,v1=$v1" -d "$body"`;
}
