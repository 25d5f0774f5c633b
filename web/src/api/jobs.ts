// Jobs: what is read of them and what is done with them. Each of a job's runs has files, fields and results of its own.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ConfigStep, FileStatus, JobStatus, Mode, TaskStatus } from "@/domain/job";
import { asked } from "./json";
import { queryClient } from "./query";

export interface JobRow {
  id: string;
  name: string;
  status: JobStatus;
  config_step: ConfigStep;
  created_at: string;
  latest_run_id: string;
  run_count: number;
}

export interface JobField {
  field_name: string;
  data_type_id: string;
  ai_prompt?: string | null;
  display_order: number;
}

/** A task of a run, or one that it would have. */
export interface Group {
  /** Its file; its folder, where that is read together. */
  path: string;
  mode: Mode;
  file_count: number;
}

export interface Job {
  id: string;
  name: string;
  status: JobStatus;
  persist_data: boolean;
  created_at: string;
  completed_at: string | null;
  job_fields: JobField[];
  template_id: string | null;
  extraction_tasks: Group[];
  job_run_id: string;
  version: number;
}

export interface JobRunRow {
  id: string;
  run_number: number;
  status: JobStatus;
  config_step: ConfigStep;
  tasks_total: number;
  tasks_completed: number;
  tasks_failed: number;
  created_at: string;
  completed_at: string | null;
  template_id: string | null;
}

export interface JobRun extends JobRunRow {
  job_id: string;
  persist_data: boolean;
  job_fields: JobField[];
  extraction_tasks: Group[];
  version: number;
}

export interface JobFile {
  id: string;
  original_filename: string;
  original_path: string;
  file_size_bytes: number;
  status: FileStatus;
  file_type: string | null;
  source_type: string;
  page_count: number | null;
  parent_file_id?: string | null;
  error?: string | null;
}

export interface JobTask {
  id: string;
  status: TaskStatus;
  /** Its file or folder, as the progress tells it. */
  path?: string;
  /** The same, as the stream tells it. */
  display_name?: string;
  file_count?: number;
  error?: string | null;
}

export interface Progress {
  total_tasks: number;
  completed: number;
  failed: number;
  status: JobStatus;
  tasks: JobTask[];
}

export interface Evidence {
  file?: string | null;
  page?: number | null;
  text?: string | null;
}

export interface Correction {
  row: number;
  column: string;
  value: unknown;
  machine_value: unknown;
  user_id: string | null;
  corrected_at: string;
}

export interface TaskResult {
  task_id: string;
  source_files: string[];
  processing_mode: Mode;
  extracted_data: { columns: string[]; results: unknown[][] };
  confidence?: (number | null)[][] | null;
  evidence?: (Evidence | null)[][] | null;
  corrections?: Correction[];
}

export interface Results {
  total: number;
  files_processed_count: number;
  results: TaskResult[];
}

export interface JobExport {
  id: string;
  destination: string;
  file_type: string;
  status: "running" | "completed" | "failed";
  file_link: string | null;
  error?: string | null;
  created_at: string;
}

const BASE = "/api/v1/jobs";
const PAGE = 25;
/** The tasks of a page of results. */
export const RESULTS_PAGE = 50;

/** Jobs in pages, newest first. */
function list(status: JobStatus | undefined) {
  return infiniteQueryOptions({
    queryKey: ["jobs", "list", status ?? ""],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      asked<{ jobs: JobRow[]; total: number | null; next_cursor?: string | null }>("GET", BASE, { query: { limit: PAGE, status, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** A job as one of its runs has it; the latest, where none is named. */
function one(id: string, run: string | undefined) {
  return queryOptions({
    queryKey: ["jobs", "one", id, run ?? ""],
    queryFn: ({ signal }) => asked<Job>("GET", `${BASE}/${id}`, { query: { run_id: run }, signal }),
  });
}

/** The latest hundred runs of a job. */
function runs(id: string) {
  return queryOptions({
    queryKey: ["jobs", "runs", id],
    queryFn: ({ signal }) =>
      asked<{ runs: JobRunRow[]; total: number | null; latest_run_id: string }>("GET", `${BASE}/${id}/runs`, { query: { limit: 100 }, signal }),
  });
}

function run(id: string, run: string) {
  return queryOptions({
    queryKey: ["jobs", "run", id, run],
    queryFn: ({ signal }) => asked<JobRun>("GET", `${BASE}/${id}/runs/${run}`, { signal }),
  });
}

function files(id: string, run: string) {
  return queryOptions({
    queryKey: ["jobs", "files", id, run],
    queryFn: async ({ signal }) => (await asked<{ files: JobFile[] }>("GET", `${BASE}/${id}/files`, { query: { run_id: run }, signal })).files,
  });
}

function progress(id: string, run: string) {
  return queryOptions({
    queryKey: ["jobs", "progress", id, run],
    queryFn: ({ signal }) => asked<Progress>("GET", `${BASE}/${id}/progress`, { query: { run_id: run }, signal }),
  });
}

function results(id: string, run: string, page: number) {
  return queryOptions({
    queryKey: ["jobs", "results", id, run, page],
    queryFn: ({ signal }) =>
      asked<Results>("GET", `${BASE}/${id}/results`, { query: { run_id: run, limit: RESULTS_PAGE, offset: page * RESULTS_PAGE }, signal }),
    placeholderData: keepPreviousData,
  });
}

function exports(id: string, run: string) {
  return queryOptions({
    queryKey: ["jobs", "exports", id, run],
    queryFn: async ({ signal }) => (await asked<{ exports: JobExport[] }>("GET", `${BASE}/${id}/exports`, { query: { run_id: run }, signal })).exports,
  });
}

/** What is read of jobs, by key. */
export const jobQueries = { list, one, runs, run, files, progress, results, exports };

/** Reads again what may have changed with a job. */
export async function jobChanged(id: string): Promise<void> {
  const parts = ["one", "runs", "run", "files", "progress"];
  await Promise.all(parts.map((part) => queryClient.invalidateQueries({ queryKey: ["jobs", part, id] })));
  void queryClient.invalidateQueries({ queryKey: ["jobs", "list"] });
}

export interface Initiated {
  job_id: string;
  job_run_id: string;
  files: { original_path: string; upload_url: string }[];
}

/** Makes a job with its first run, and places for these files. */
export function initiate(name: string, files: readonly { path: string; file: File }[]): Promise<Initiated> {
  const listed = files.map(({ path, file }) => ({ filename: file.name, path, size: file.size, type: file.type || "application/octet-stream" }));
  return asked("POST", `${BASE}/initiate`, { body: { files: listed, ...(name && { name }) }, once: true });
}

export function renameJob(id: string, name: string) {
  return asked<unknown>("PATCH", `${BASE}/${id}`, { body: { name } });
}

export function deleteJob(id: string) {
  return asked<unknown>("DELETE", `${BASE}/${id}`);
}

/** A new run with the fields of another, or of a template. */
export function newJobRun(id: string, from: { clone_from_run_id?: string; template_id?: string }) {
  return asked<{ job_run_id: string }>("POST", `${BASE}/${id}/runs`, { body: from, once: true });
}

export function deleteJobFile(id: string, run: string, file: string) {
  return asked<unknown>("DELETE", `${BASE}/${id}/files/${file}`, { query: { run_id: run } });
}

export interface FieldsBody {
  fields: JobField[];
  template_id?: string;
  processing_modes?: Record<string, Mode>;
}

export function putFields(id: string, run: string, body: FieldsBody) {
  return asked<unknown>("PUT", `${BASE}/${id}/fields`, { query: { run_id: run }, body });
}

export function putStep(id: string, run: string, config_step: ConfigStep, version?: number) {
  return asked<unknown>("PUT", `${BASE}/${id}/config-step`, { query: { run_id: run }, body: { config_step, ...(version !== undefined && { version }) } });
}

export function submitJob(id: string, run: string, persist_data: boolean) {
  return asked<{ message: string }>("POST", `${BASE}/${id}/submit`, { query: { run_id: run }, body: { persist_data } });
}

export function cancelJob(id: string, run: string) {
  return asked<unknown>("PUT", `${BASE}/${id}/cancel`, { query: { run_id: run } });
}

/** Keeps a person's value beside the one that was found. */
export function correct(id: string, run: string, task: string, body: { row: number; column: string; value: unknown }) {
  return asked<unknown>("PATCH", `${BASE}/${id}/results/${task}`, { query: { run_id: run }, body });
}

/** Where every result is had as a file. */
export function exportUrl(id: string, run: string, kind: "csv" | "excel"): string {
  return `${BASE}/${id}/export/${kind}?run_id=${run}`;
}

export function filesUrl(id: string, run: string): string {
  return `${BASE}/${id}/files?run_id=${run}`;
}

export function jobEventsUrl(id: string, run: string): string {
  return `${BASE}/${id}/events?run_id=${run}`;
}

/** Where a file of a run is had. */
export function fileUrl(id: string, run: string, file: string): string {
  return `${BASE}/${id}/files/${file}?run_id=${run}`;
}

/** Where an export that was made before is had. */
export function exportedUrl(id: string, run: string, made: string): string {
  return `${BASE}/${id}/exports/${made}?run_id=${run}`;
}
