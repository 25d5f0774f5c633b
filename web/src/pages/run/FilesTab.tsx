// The files that are kept with the run.
import { Download } from "lucide-react";
import { artifactUrl } from "@/api/runs";
import type { Run } from "@/domain/run";
import { absolute, bytes } from "@/domain/time";
import { Panel } from "@/ui/page";
import { Empty } from "@/ui/states";
import { Time } from "@/ui/time";

export function FilesTab({ run }: { run: Run }) {
  return (
    <Panel aria-label="Files">
      {run.files_removed_at && (
        <p className="border-b border-line px-4 py-2 text-warn">
          Retention removed the files of this run on {absolute(run.files_removed_at)}.
        </p>
      )}
      {run.artifacts.length === 0 && (
        <Empty title="No file was kept">
          <p>
            What a program leaves in the folder <code>ANNALS_ARTIFACTS</code> is kept with its run.
          </p>
        </Empty>
      )}
      <ul className="divide-y divide-line">
        {run.artifacts.map((file) => (
          <li key={file.path} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
            <a href={artifactUrl(run.id, file.path)} download className="flex min-w-0 flex-1 items-center gap-2 font-medium text-accent hover:underline">
              <Download aria-hidden className="size-4 shrink-0" />
              <span className="wrap-anywhere">{file.path}</span>
            </a>
            <span className="nums text-soft">{bytes(file.size)}</span>
            <span className="text-soft">
              <Time at={file.created_at} />
            </span>
            <code className="font-mono text-xs text-soft max-sm:hidden" title={`SHA-256 ${file.sha256}`}>
              {file.sha256.slice(0, 12)}
            </code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
