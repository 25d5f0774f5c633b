// The job whose runs an automation makes.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { jobQueries } from "@/api/jobs";
import { paths } from "@/paths";
import { Button } from "@/ui/button";
import { Field, Select } from "@/ui/field";

export function JobChoice({ chosen, onChange }: { chosen: string; onChange: (job: string) => void }) {
  const jobs = useInfiniteQuery(jobQueries.list(undefined));
  const listed = jobs.data?.pages.flatMap((page) => page.jobs) ?? [];
  // The one that is chosen may be older than those that are listed.
  const other = useQuery({ ...jobQueries.one(chosen, undefined), enabled: chosen !== "" && jobs.isSuccess && !listed.some(({ id }) => id === chosen) }).data;
  const rows: { id: string; name: string }[] = other && other.id === chosen ? [other, ...listed] : listed;
  const none = jobs.isSuccess && rows.length === 0;
  const hint = none ? (
    <>
      There is no job yet:{" "}
      <Link {...paths.newJob()} className="text-accent underline">
        make one
      </Link>{" "}
      with the fields that are looked for.
    </>
  ) : (
    "Each run gets the fields of the job's latest one"
  );
  return (
    <Field label="Job" hint={hint}>
      {(ids) => (
        <div className="flex gap-2">
          <Select {...ids} required value={chosen} onChange={(event) => onChange(event.target.value)} className="min-w-0 flex-1">
            <option value="">Choose one</option>
            {rows.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
          {jobs.hasNextPage && (
            <Button disabled={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>
              Older
            </Button>
          )}
        </div>
      )}
    </Field>
  );
}
