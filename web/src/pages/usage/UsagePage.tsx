// What was read for whom: pages of completed tasks over a time.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type Usage, usageQueries } from "@/api/usage";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { Select } from "@/ui/field";
import { Page, Panel } from "@/ui/page";
import { Empty, Failure, Loading } from "@/ui/states";
import { monthOf, monthsBefore, spanOf } from "./months";

const OFFERED = 12;

export function UsagePage() {
  const { month } = useSearch({ from: "/shell/jobs/usage" });
  const navigate = useNavigate();
  const shown = month ?? monthOf(new Date());
  const span = spanOf(shown);
  const found = useQuery(usageQueries.sums(span.from, span.to));
  return (
    <Page title="Usage">
      <div>
        <Select aria-label="Month" value={shown} onChange={(event) => void navigate({ ...paths.usage(event.target.value), replace: true })}>
          {monthsBefore(new Date(), OFFERED).map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
      </div>
      {found.isPending && <Loading what="the usage" rows={4} />}
      {found.isError && <Failure error={found.error} what="the usage" retry={() => void found.refetch()} />}
      {found.data?.usage.length === 0 && (
        <Panel aria-label="Usage">
          <Empty title="Nothing was read in this month">
            <p>Each task that is done counts the pages of its documents, once. Sums by job and user stand here.</p>
          </Empty>
        </Panel>
      )}
      {found.data && found.data.usage.length > 0 && <Sums usage={found.data} />}
    </Page>
  );
}

function Sums({ usage: { usage: rows, total_tasks, total_pages } }: { usage: Usage }) {
  return (
    <Panel aria-label="Usage" className="overflow-x-auto">
      <table className="w-full">
        <thead>
          <tr className="border-b border-line text-left text-xs text-soft [&>th]:px-4 [&>th]:py-2 [&>th]:font-medium">
            <th scope="col">Job</th>
            <th scope="col">User</th>
            <th scope="col" className="text-right">
              Tasks
            </th>
            <th scope="col" className="text-right">
              Pages
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.job_id} ${row.user_id ?? ""}`} className="nums border-b border-line [&>td]:px-4 [&>td]:py-2">
              <td>
                <Link {...paths.job(row.job_id)} className="font-mono text-xs hover:text-accent">
                  {row.job_id}
                </Link>
              </td>
              <td className="text-soft">{row.user_id ?? "–"}</td>
              <td className="text-right">{count(row.tasks)}</td>
              <td className="text-right">{count(row.pages)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="nums font-semibold [&>td]:px-4 [&>td]:py-2">
            <td colSpan={2}>Together</td>
            <td className="text-right">{count(total_tasks)}</td>
            <td className="text-right">{count(total_pages)}</td>
          </tr>
        </tfoot>
      </table>
    </Panel>
  );
}
