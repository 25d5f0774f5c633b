// Where a value stood: the page with its words marked, where it can be shown, and the words as text.
import { useQuery } from "@tanstack/react-query";
import { FileText } from "lucide-react";
import { useState } from "react";
import { type JobRun, fileUrl, jobQueries, pageUrl } from "@/api/jobs";
import type { Cell } from "./cells";
import { PagePicture } from "./PagePicture";

export function Where({ run, cell: { evidence } }: { run: JobRun; cell: Cell }) {
  const files = useQuery(jobQueries.files(run.job_id, run.id)).data;
  const [shown, setShown] = useState(true);
  if (!evidence) return null;
  const file = files?.find(({ original_path }) => original_path === evidence.file);
  const { page, text, boxes } = evidence;
  return (
    <figure className="flex flex-col gap-2">
      {shown && file && page != null && boxes && boxes.length > 0 && (
        <PagePicture src={pageUrl(run.job_id, run.id, file.id, page)} what={`page ${page} of ${file.original_path}`} words={text ?? ""} boxes={boxes} onError={() => setShown(false)} />
      )}
      {!shown && <p className="text-xs text-soft">The page cannot be shown as a picture; these are its words.</p>}
      {text && <blockquote className="rounded-md border-l-4 border-accent bg-raised px-3 py-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">{text}</blockquote>}
      <figcaption className="flex items-start gap-2 text-soft">
        <FileText aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="wrap-anywhere">
          {file ? (
            <a href={fileUrl(run.job_id, run.id, file.id)} download className="hover:text-accent hover:underline">
              {evidence.file}
            </a>
          ) : (
            evidence.file
          )}
          {page != null && `, page ${page}`}
        </span>
      </figcaption>
    </figure>
  );
}
