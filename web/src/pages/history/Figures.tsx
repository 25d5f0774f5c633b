// The figures above the history: cards, and the runs over time.
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type RunStats, statsQueries } from "@/api/stats";
import { absolute, count, duration, once } from "@/domain/time";
import { paths } from "@/paths";
import { cx } from "@/ui/cx";
import { Panel } from "@/ui/page";
import { Parts } from "./Parts";
import { type HistorySearch, toStatsFilter } from "./search";

/** Read and drawn once the page has `begun`: the rows are what one waits for. */
export function Figures({ search, begun }: { search: HistorySearch; begun: boolean }) {
  const { kind, status, task, trigger, since, until } = search;
  const key = { kind, status, task, trigger, since, until };
  const figures = statsQueries.figures(key, (now) => toStatsFilter(search, now));
  const stats = useQuery({ ...figures, enabled: begun }).data;
  // Nothing counts by name or tag.
  if (search.q !== undefined || search.tag !== undefined) return null;
  if (!stats) return <div aria-hidden className="h-24 max-md:h-40" />;
  if (stats.total === 0 && stats.running_now === 0) return null;
  const ended = stats.total - stats.by_status.pending - stats.by_status.running;
  const rate = ended === 0 ? "–" : `${Math.round((100 * stats.by_status.success) / ended)} %`;
  return (
    <Panel aria-label="Figures" className="grid items-center gap-x-8 gap-y-3 px-4 py-3 lg:grid-cols-[max-content_minmax(0,1fr)]">
      <dl className="nums flex flex-wrap gap-x-6 gap-y-2">
        <Card name={periodOf(search)} value={count(stats.total)} />
        <Card name="Succeeded" value={rate} />
        <Card name="Average" value={time(stats.avg_duration_ms)} />
        <Card name="95 % within" value={time(stats.p95_duration_ms)} />
        <Card
          name="Running now"
          value={
            <Link {...paths.history({ ...(kind && { kind }), ...(task && { task }), status: "running" })} className="hover:text-accent hover:underline">
              {count(stats.running_now)}
            </Link>
          }
        />
      </dl>
      <Chart stats={stats} search={search} />
      {search.kind === "flow" && <Parts stats={stats} search={search} />}
    </Panel>
  );
}

function periodOf({ since, until }: HistorySearch): string {
  return since === undefined && until === undefined ? "Runs in 30 days" : "Runs";
}

function time(milliseconds: number | null | undefined): string {
  return milliseconds == null ? "–" : duration(milliseconds);
}

function Card({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div className="flex flex-col-reverse">
      <dt className="text-xs text-soft">{name}</dt>
      <dd className="text-lg leading-6 font-semibold">{value}</dd>
    </div>
  );
}

const PARTS = [
  ["failure", "bg-bad"],
  ["cancelled", "bg-edge"],
  ["running", "bg-live"],
  ["pending", "bg-warn"],
  ["success", "bg-good"],
] as const;

/** A bar for each hour or day; a press shows its runs. */
function Chart({ stats, search }: { stats: RunStats; search: HistorySearch }) {
  const most = Math.max(1, ...stats.series.map((point) => point.total));
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="sr-only">
        Runs by {stats.bucket} from {absolute(stats.since)}; the most in one are {count(most)}.
      </span>
      <div className="flex h-12 items-stretch gap-0.5">
        {stats.series.map((point, at) => (
          <Link
            key={point.at}
            {...paths.history({ ...search, since: point.at, until: stats.series[at + 1]?.at ?? stats.until })}
            tabIndex={-1}
            aria-hidden
            title={told(point, stats.bucket)}
            className="flex min-w-0 flex-1 flex-col justify-end rounded-sm hover:bg-raised"
          >
            {PARTS.map(([status, colour]) => (
              <span key={status} className={cx("block first:rounded-t-xs", colour)} style={{ height: `${(100 * point.by_status[status]) / most}%` }} />
            ))}
            <span className={cx("block h-px", point.total === 0 && "bg-line")} />
          </Link>
        ))}
      </div>
      <div aria-hidden className="nums flex justify-between text-xs text-soft">
        <span>{edge(stats.since, stats.bucket)}</span>
        <span>now</span>
      </div>
    </div>
  );
}

const EDGES = {
  day: once(() => new Intl.DateTimeFormat(undefined, { month: "short", day: "numeric", timeZone: "UTC" })),
  hour: once(() => new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })),
};

function edge(at: string, bucket: RunStats["bucket"]): string {
  return EDGES[bucket]().format(new Date(at));
}

function told(point: RunStats["series"][number], bucket: RunStats["bucket"]): string {
  const { total, by_status } = point;
  const failed = by_status.failure > 0 ? `, ${count(by_status.failure)} failed` : "";
  return `${edge(point.at, bucket)}: ${count(total)} ${total === 1 ? "run" : "runs"}${failed}`;
}
