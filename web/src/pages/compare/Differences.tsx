// What differs in one respect, name by name.
import type { Comparison } from "@/api/runs";
import type { RunRow } from "@/domain/run";
import { Panel } from "@/ui/page";
import { nameOf } from "./Heads";

interface DifferencesProps {
  title: string;
  list: Comparison["inputs"];
  a: RunRow;
  b: RunRow;
}

export function Differences({ title, list, a, b }: DifferencesProps) {
  if (list.same === true) return null;
  return (
    <Panel aria-label={title} className="p-4">
      <h2 className="pb-2 font-medium">{title}</h2>
      {list.unknown && <p className="text-soft">{list.unknown}</p>}
      {list.changes.length > 0 && (
        <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={`${title}: what differs`}>
          <table className="w-full table-fixed text-left">
            <thead className="text-xs text-soft">
              <tr>
                <th className="w-1/4 pr-4 pb-1 font-medium">Name</th>
                <th className="pr-4 pb-1 font-medium">{nameOf(a, b)}</th>
                <th className="pb-1 font-medium">{nameOf(b, a)}</th>
              </tr>
            </thead>
            <tbody>
              {list.changes.map((change) => (
                <tr key={change.name} className="border-t border-line align-top">
                  <th className="py-1.5 pr-4 font-mono text-[13px] font-normal wrap-anywhere">{change.name || "all of it"}</th>
                  <Value value={change.a} colour="bg-bad/15" />
                  <Value value={change.b} colour="bg-good/15" />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.more && <p className="pt-2 text-soft">More differs than is listed here.</p>}
    </Panel>
  );
}

function Value({ value, colour }: { value: unknown; colour: string }) {
  if (value == null) return <td className="py-1.5 pr-4 text-soft">–</td>;
  return (
    <td className="py-1.5 pr-4">
      <code className={`rounded px-1 py-0.5 font-mono text-[13px] whitespace-pre-wrap wrap-anywhere ${colour}`}>
        {typeof value === "string" ? value : JSON.stringify(value)}
      </code>
    </td>
  );
}
