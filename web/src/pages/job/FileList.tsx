// The files of a run: those on their way, those that are there, and what came out of archives.
import { Archive, CircleX, FileText, LoaderCircle, Trash2 } from "lucide-react";
import { type JobFile, type JobRun, fileUrl } from "@/api/jobs";
import { type Upload, forgetUpload } from "@/api/uploads";
import { FILE_WORDS } from "@/domain/job";
import { bytes, count } from "@/domain/time";
import { IconButton } from "@/ui/button";
import { cx } from "@/ui/cx";

interface FileListProps {
  run: Pick<JobRun, "id" | "job_id">;
  files: readonly JobFile[];
  uploads: readonly Upload[];
  /** Not there where nothing may be taken away any more. */
  onDelete?: (file: JobFile) => void;
}

export function FileList({ run, files, uploads, onDelete }: FileListProps) {
  // One that is on its way is told by its upload, with how far it is.
  const sending = new Set(uploads.map((one) => one.path));
  const known = new Set(files.map((file) => file.id));
  const archiveOf = ({ parent_file_id }: JobFile) => (parent_file_id != null && known.has(parent_file_id) ? parent_file_id : "");
  const insides = new Map<string, JobFile[]>();
  for (const file of files) {
    const archive = archiveOf(file);
    const among = insides.get(archive);
    if (among) among.push(file);
    else insides.set(archive, [file]);
  }
  const row = (file: JobFile, depth: number) => (
    <li key={file.id}>
      <FileRow run={run} file={file} depth={depth} onDelete={onDelete} />
      {insides.has(file.id) && <ul className="divide-y divide-line border-t border-line">{insides.get(file.id)?.map((inside) => row(inside, depth + 1))}</ul>}
    </li>
  );
  return (
    <ul aria-label="Files" className="divide-y divide-line">
      {uploads.map((one) => (
        <UploadRow key={one.key} upload={one} />
      ))}
      {(insides.get("") ?? []).filter((file) => file.status !== "uploading" || !sending.has(file.original_path)).map((file) => row(file, 0))}
    </ul>
  );
}

const ROW = "flex flex-wrap items-center gap-x-3 gap-y-0.5 px-4 py-2";

interface FileRowProps {
  run: FileListProps["run"];
  file: JobFile;
  depth: number;
  onDelete: ((file: JobFile) => void) | undefined;
}

function FileRow({ run, file, depth, onDelete }: FileRowProps) {
  const { status, error } = file;
  const Icon = status === "unpacked" || status === "unpacking" ? Archive : FileText;
  const busy = status === "importing" || status === "unpacking" || status === "uploading";
  return (
    <div className={ROW} style={{ paddingLeft: `${1 + depth * 1.5}rem` }}>
      {status === "failed" ? (
        <CircleX aria-hidden className="size-4 shrink-0 text-bad" />
      ) : busy ? (
        <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-live" />
      ) : (
        <Icon aria-hidden className="size-4 shrink-0 text-soft" />
      )}
      <span className="min-w-40 flex-1 wrap-anywhere">
        {status === "uploaded" || status === "unpacked" ? (
          <a href={fileUrl(run.job_id, run.id, file.id)} download className="hover:text-accent hover:underline">
            {file.original_path}
          </a>
        ) : (
          file.original_path
        )}
      </span>
      {status !== "uploaded" && <span className={cx("text-xs", status === "failed" ? "text-bad" : "text-soft")}>{FILE_WORDS[status]}</span>}
      {file.page_count != null && <span className="nums text-xs text-soft">{pages(file.page_count)}</span>}
      <span className="nums w-20 text-right text-xs text-soft">{bytes(file.file_size_bytes)}</span>
      {onDelete && depth > 0 && <span className="w-8" />}
      {onDelete && depth === 0 ? (
        <IconButton label={`Remove ${file.original_filename}`} onClick={() => onDelete(file)}>
          <Trash2 aria-hidden />
        </IconButton>
      ) : null}
      {error && <p className="basis-full pl-7 text-bad">{error}</p>}
    </div>
  );
}

function pages(number: number): string {
  return number === 1 ? "1 page" : `${count(number)} pages`;
}

function UploadRow({ upload }: { upload: Upload }) {
  const share = upload.size === 0 ? 1 : upload.sent / upload.size;
  const failed = upload.state === "failed";
  return (
    <li className={ROW}>
      {failed ? <CircleX aria-hidden className="size-4 shrink-0 text-bad" /> : <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-live" />}
      <span className="min-w-40 flex-1 wrap-anywhere">{upload.path}</span>
      {!failed && (
        <progress aria-label={`${upload.path} sent`} value={share} className="h-1.5 w-28 accent-accent-strong">
          {Math.round(share * 100)} %
        </progress>
      )}
      <span className="nums w-20 text-right text-xs text-soft">{bytes(upload.size)}</span>
      {failed && (
        <>
          <IconButton label={`Forget ${upload.path}`} onClick={() => forgetUpload(upload.key)}>
            <Trash2 aria-hidden />
          </IconButton>
          <p className="basis-full pl-7 text-bad">It was not sent. {upload.error} Add it once more.</p>
        </>
      )}
    </li>
  );
}
