// Documents to look for values in, and jobs made by the API.
import { crc32, deflateRawSync } from "node:zlib";

/** An invoice as a text, ready to be chosen. */
export function invoice(name, number, total) {
  const text = `ACME Ltd\n\nInvoice number: ${number}\nInvoice date: 2026-11-05\n\nTotal: ${total}\n`;
  return { name, mimeType: "text/plain", buffer: Buffer.from(text) };
}

/** A ZIP archive with these files, by their paths. */
export function zipped(files) {
  const parts = [];
  const index = [];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const packed = deflateRawSync(content);
    // What stands before a file's content as well as in the list at the end: version, method, day, sum and sizes.
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    parts.push(signed(0x04034b50), fields, name, packed);
    index.push(signed(0x02014b50), Buffer.from([20, 0]), fields, Buffer.alloc(10), number(at), name);
    at += 4 + fields.length + name.length + packed.length;
  }
  // The end of the archive says how many files there are, and where the list of them lies.
  const size = index.reduce((sum, part) => sum + part.length, 0);
  const many = Buffer.alloc(2);
  many.writeUInt16LE(Object.keys(files).length);
  return Buffer.concat([...parts, ...index, signed(0x06054b50), Buffer.alloc(4), many, many, number(size), number(at), Buffer.alloc(2)]);
}

const signed = number;

function number(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

async function asked(method, address, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(address, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** Makes a job with files and fields and submits it, unless it is to be a draft. */
export async function madeJob(url, name, files, fields, { draft = false } = {}) {
  const told = files.map((file) => ({ filename: file.name, path: file.name, size: file.buffer.length, type: file.mimeType }));
  const made = await asked("POST", `${url}/api/v1/jobs/initiate`, { name, files: told });
  for (const [at, place] of made.files.entries()) {
    const sent = await fetch(place.upload_url, { method: "PUT", body: files[at].buffer });
    if (!sent.ok) throw new Error(await sent.text());
  }
  const numbered = fields.map((field, at) => ({ ai_prompt: null, display_order: at, ...field }));
  if (fields.length > 0) await asked("PUT", `${url}/api/v1/jobs/${made.job_id}/fields`, { fields: numbered });
  if (!draft) await asked("POST", `${url}/api/v1/jobs/${made.job_id}/submit`, {});
  return made;
}

/** Waits for the end of a job's run, by the run's own stream. */
export async function finished(url, { job_run_id }) {
  const stream = await fetch(`${url}/api/v1/runs/${job_run_id}/events`);
  for await (const _ of stream.body);
}
