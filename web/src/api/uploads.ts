// Files on their way to a job. They go on while other pages are looked at, a few at a time.
import { useSyncExternalStore } from "react";
import { ApiProblem, sentence } from "./problem";

/** A file that somebody chose, with its place in the folders that it was chosen with. */
export interface Chosen {
  path: string;
  file: File;
}

export interface Upload {
  key: number;
  /** The run that it is for. */
  run: string;
  path: string;
  size: number;
  /** The bytes that have left. */
  sent: number;
  state: "waiting" | "sending" | "done" | "failed";
  error: string | null;
}

/** How a file is sent: its bytes to a place of its own, or as a form. */
export type Way = { method: "PUT" | "POST"; url: string };

/** So many are sent at once. */
const AT_ONCE = 3;

const waiting: { key: number; chosen: Chosen; way: Way; done: () => void }[] = [];
const listeners = new Set<() => void>();
let uploads: readonly Upload[] = [];
let last = 0;

/** Sends a file once others have gone; `done` is told at its end, good or bad. */
export function upload(run: string, chosen: Chosen, way: Way, done: () => void): void {
  last += 1;
  waiting.push({ key: last, chosen, way, done });
  tell([...uploads, { key: last, run, path: chosen.path, size: chosen.file.size, sent: 0, state: "waiting", error: null }]);
  next();
}

/** What is on its way to this run, or could not be sent. */
export function useUploads(run: string): readonly Upload[] {
  const all = useSyncExternalStore(subscribe, () => uploads);
  return all.filter((one) => one.run === run && one.state !== "done");
}

/** Forgets an upload that failed. */
export function forgetUpload(key: number): void {
  tell(uploads.filter((one) => one.key !== key));
}

function next(): void {
  if (uploads.filter((one) => one.state === "sending").length >= AT_ONCE) return;
  const one = waiting.shift();
  if (!one) return;
  change(one.key, { state: "sending" });
  send(one.way, one.chosen, (sent) => change(one.key, { sent }))
    .then(() => change(one.key, { state: "done" }))
    .catch((error: unknown) => change(one.key, { state: "failed", error: sentence(error) }))
    .finally(() => {
      one.done();
      next();
    });
  next();
}

/** By XMLHttpRequest, since `fetch` does not tell how far it is. */
function send({ method, url }: Way, { path, file }: Chosen, sent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.responseType = "json";
    request.upload.onprogress = (event) => sent(Math.min(event.loaded, file.size));
    request.onerror = () => reject(ApiProblem.unreached());
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(ApiProblem.from(request.response, new Response(null, { status: request.status, statusText: request.statusText })));
    };
    if (method === "PUT") {
      request.setRequestHeader("content-type", file.type || "application/octet-stream");
      request.send(file);
    } else {
      const form = new FormData();
      form.append("files", file, path);
      request.send(form);
    }
  });
}

function change(key: number, changes: Partial<Upload>): void {
  tell(uploads.map((one) => (one.key === key ? { ...one, ...changes } : one)));
}

function tell(changed: readonly Upload[]): void {
  uploads = changed;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Closing the window would break what is on its way.
window.addEventListener("beforeunload", (event) => {
  if (uploads.some((one) => one.state === "waiting" || one.state === "sending")) event.preventDefault();
});
