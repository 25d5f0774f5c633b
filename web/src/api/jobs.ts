// Jobs: what is read of them and what is done with them. Each of a job's runs has files, fields and results of its own.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { ConfigStep, JobStatus } from "@/domain/job";
import { answered, api, idempotencyKey } from "./client";
import { queryClient } from "./query";
import type { components } from "./schema";

type Schemas = components["schemas"];

export type JobRow = Schemas["JobRow"];
export type Job = Schemas["JobDetail"];
export type JobRunRow = Schemas["JobRunRow"];
export type JobRun = Schemas["JobRunDetail"];
export type JobField = Schemas["FieldRow"];
export type JobFile = Schemas["FileRow"];
export type JobExport = Schemas["ExportRow"];
export type Correction = Schemas["CorrectionRow"];
export type FieldsBody = Schemas["FieldsBody"];

/** A task as the progress tells it, or as the stream does. */
export type JobTask = Omit<Schemas["ProgressTask"], "path"> & { path?: string; display_name?: string; file_count?: number };

export type Progress = Omit<Schemas["ProgressDetail"], "tasks" | "job_run_id"> & { tasks: JobTask[] };

export interface Evidence {
  file?: string | null;
  page?: number | null;
  text?: string | null;
  /** Where its words stand on the page; none where the document has no places. */
  boxes?: Area[] | null;
}

/** A part of a page, from its upper left corner, as shares of its width and height: 0 to 1. */
export interface Area {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

/** What a task found: a row for each record, a value or null for each field. */
export type TaskResult = Omit<Schemas["ResultRow"], "extracted_data" | "confidence" | "evidence"> & {
  extracted_data: { columns: string[]; results: unknown[][] };
  confidence?: (number | null)[][] | null;
  evidence?: (Evidence | null)[][] | null;
};

export type Results = Omit<Schemas["ResultPage"], "results"> & { results: TaskResult[] };

const PAGE = 25;
/** The tasks of a page of results. */
export const RESULTS_PAGE = 50;

/** Jobs in pages, newest first. */
function list(status: JobStatus | undefined) {
  return infiniteQueryOptions({
    queryKey: ["jobs", "list", status ?? ""],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: PAGE, cursor: pageParam, ...(status && { status }) };
      return answered(api.GET("/api/v1/jobs", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** A job as one of its runs has it; the latest, where none is named. */
function one(id: string, run: string | undefined) {
  return queryOptions({
    queryKey: ["jobs", "one", id, run ?? ""],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/jobs/{id}", { params: { path: { id }, query: { run_id: run } }, signal })),
    // The latest run, once it is named, is the same.
    placeholderData: (before) => (before?.job_run_id === run ? before : undefined),
  });
}

/** The latest hundred runs of a job. */
function runs(id: string) {
  return queryOptions({
    queryKey: ["jobs", "runs", id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/jobs/{id}/runs", { params: { path: { id }, query: { limit: 100 } }, signal })),
  });
}

function run(id: string, run_id: string) {
  return queryOptions({
    queryKey: ["jobs", "run", id, run_id],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/jobs/{id}/runs/{run_id}", { params: { path: { id, run_id } }, signal })),
  });
}

function files(id: string, run: string) {
  return queryOptions({
    queryKey: ["jobs", "files", id, run],
    queryFn: async ({ signal }) => (await answered(api.GET("/api/v1/jobs/{id}/files", { params: of(id, run), signal }))).files,
  });
}

function progress(id: string, run: string) {
  return queryOptions({
    queryKey: ["jobs", "progress", id, run],
    queryFn: ({ signal }): Promise<Progress> => answered(api.GET("/api/v1/jobs/{id}/progress", { params: of(id, run), signal })),
  });
}

function results(id: string, run: string, page: number) {
  return queryOptions({
    queryKey: ["jobs", "results", id, run, page],
    queryFn: async ({ signal }) => {
      const query = { run_id: run, limit: RESULTS_PAGE, offset: page * RESULTS_PAGE };
      // The description does not say what rows and columns hold.
      return (await answered(api.GET("/api/v1/jobs/{id}/results", { params: { path: { id }, query }, signal }))) as Results;
    },
    placeholderData: keepPreviousData,
  });
}

function exports(id: string, run: string) {
  return queryOptions({
    queryKey: ["jobs", "exports", id, run],
    queryFn: async ({ signal }) => (await answered(api.GET("/api/v1/jobs/{id}/exports", { params: of(id, run), signal }))).exports,
  });
}

/** What is read of jobs, by key. */
export const jobQueries = { list, one, runs, run, files, progress, results, exports };

/** A run of a job, as the paths below it take it. */
function of(id: string, run_id: string) {
  return { path: { id }, query: { run_id } };
}

/** Reads again what may have changed with a job. */
export async function jobChanged(id: string): Promise<void> {
  const parts = ["one", "runs", "run", "files", "progress"];
  await Promise.all(parts.map((part) => queryClient.invalidateQueries({ queryKey: ["jobs", part, id] })));
  void queryClient.invalidateQueries({ queryKey: ["jobs", "list"] });
}

/** Makes a job with its first run, and places for these files. */
export function initiate(name: string, files: readonly { path: string; file: File }[]) {
  const header = { "Idempotency-Key": idempotencyKey() };
  const told = files.map(({ path, file }) => ({ filename: file.name, path, size: file.size, type: file.type }));
  return answered(api.POST("/api/v1/jobs/initiate", { params: { header }, body: { files: told, name } }));
}

export function renameJob(id: string, name: string) {
  return answered(api.PATCH("/api/v1/jobs/{id}", { params: { path: { id } }, body: { name } }));
}

export function deleteJob(id: string) {
  return answered(api.DELETE("/api/v1/jobs/{id}", { params: { path: { id } } }));
}

/** A new run with the fields of another, or of a template. */
export function newJobRun(id: string, body: Schemas["NewRunBody"]) {
  const header = { "Idempotency-Key": idempotencyKey() };
  return answered(api.POST("/api/v1/jobs/{id}/runs", { params: { path: { id }, header }, body }));
}

export function deleteJobFile(id: string, run_id: string, file_id: string) {
  return answered(api.DELETE("/api/v1/jobs/{id}/files/{file_id}", { params: { path: { id, file_id }, query: { run_id } } }));
}

export function putFields(id: string, run: string, body: FieldsBody) {
  return answered(api.PUT("/api/v1/jobs/{id}/fields", { params: of(id, run), body }));
}

export function putStep(id: string, run: string, config_step: ConfigStep) {
  return answered(api.PUT("/api/v1/jobs/{id}/config-step", { params: of(id, run), body: { config_step } }));
}

export function submitJob(id: string, run: string, persist_data: boolean) {
  return answered(api.POST("/api/v1/jobs/{id}/submit", { params: of(id, run), body: { persist_data } }));
}

export function cancelJob(id: string, run: string) {
  return answered(api.PUT("/api/v1/jobs/{id}/cancel", { params: of(id, run) }));
}

/** What the first file gives with the run's fields as they are; nothing of it is kept. */
export async function previewJob(id: string, run: string): Promise<TaskResult> {
  const preview = await answered(api.POST("/api/v1/jobs/{id}/preview", { params: of(id, run), body: {} }));
  // The description does not say what rows and columns hold.
  return preview.result as TaskResult;
}

/** Keeps a person's value beside the one that was found. */
export function correct(id: string, run_id: string, task_id: string, body: Schemas["CorrectionBody"]) {
  return answered(api.PATCH("/api/v1/jobs/{id}/results/{task_id}", { params: { path: { id, task_id }, query: { run_id } }, body }));
}

/** Where something of a run of a job is had. */
function url(id: string, run: string, what: string): string {
  return `/api/v1/jobs/${id}/${what}?run_id=${run}`;
}

/** Where every result is had as a file. */
export function exportUrl(id: string, run: string, kind: "csv" | "excel"): string {
  return url(id, run, `export/${kind}`);
}

/** Where an export that was made before is had. */
export function exportedUrl(id: string, run: string, made: string): string {
  return url(id, run, `exports/${made}`);
}

/** Where files are sent as a form. */
export function filesUrl(id: string, run: string): string {
  return url(id, run, "files");
}

/** Where a file of a run is had. */
export function fileUrl(id: string, run: string, file: string): string {
  return url(id, run, `files/${file}`);
}

/** Where a page of a file of a run is had as a picture; wide enough to be looked at closely. */
export function pageUrl(id: string, run: string, file: string, page: number): string {
  return `${url(id, run, `files/${file}/pages/${page}`)}&width=1400`;
}

export function jobEventsUrl(id: string, run: string): string {
  return url(id, run, "events");
}
