// The runs of the figures by how they stand and by what set them off; a press shows one part.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { RunStats } from "@/api/stats";
import { RUN_STATUSES } from "@/domain/run";
import { count } from "@/domain/time";
import { paths } from "@/paths";
import { Status } from "@/ui/status";
import type { HistorySearch } from "./search";

const MOST_TRIGGERS = 8;

export function Parts({ stats, search }: { stats: RunStats; search: HistorySearch }) {
  const statuses = RUN_STATUSES.filter((status) => stats.by_status[status] > 0);
  const triggers = stats.groups.filter(({ total }) => total > 0).sort((a, b) => b.total - a.total);
  return (
    <div className="flex flex-wrap gap-x-8 gap-y-2 border-t border-line pt-3 lg:col-span-2">
      <Group name="By status">
        {statuses.map((status) => (
          <Part key={status} search={{ ...search, status }} total={stats.by_status[status]}>
            <Status status={status} />
          </Part>
        ))}
      </Group>
      <Group name="By trigger">
        {triggers.slice(0, MOST_TRIGGERS).map(({ key, total }) => (
          <Part key={key} search={{ ...search, trigger: key }} total={total}>
            {key}
          </Part>
        ))}
      </Group>
    </div>
  );
}

function Group({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <span className="text-xs text-soft">{name}</span>
      {children}
    </div>
  );
}

function Part({ search, total, children }: { search: HistorySearch; total: number; children: ReactNode }) {
  return (
    <Link {...paths.history(search)} className="inline-flex items-center gap-1.5 hover:underline">
      {children} <strong className="nums font-semibold">{count(total)}</strong>
    </Link>
  );
}
