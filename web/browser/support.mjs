// What the checks in the browser share: a server, a browser, programs that wait to be let go on.
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { startServer } from "../scripts/server.mjs";

const CHROMIUM = {
  executablePath: process.env.ANNALS_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
  ],
};

/** A browser without a window. */
export function openBrowser() {
  return chromium.launch(CHROMIUM);
}

/** A server and a browser; `close` ends both. */
export async function begin(options, env) {
  const server = await startServer(options, env);
  const browser = await openBrowser();
  const close = async () => {
    await browser.close();
    await server.stop();
  };
  return { url: server.url, server, browser, close };
}

/**
 * A page of its own, closed after the test `t`. `problems` gathers what must never happen: errors in scripts, refusals by the
 * pages' policy, requests to other hosts.
 */
export async function openPage(t, { browser, url }, options = {}) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1280, height: 800 }, ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    // Chromium's own editing tries to keep the style of what is written over; it is no page's doing.
    if (text.startsWith("Applying inline style")) return;
    // An answer that refuses is told here too; pages show it.
    if (text.startsWith("Failed to load resource") || text.includes("net::ERR_")) return;
    if (message.type() === "error" || /content security policy/i.test(text)) problems.push(text);
  });
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol.startsWith("http") && asked.origin !== url) problems.push(`asked ${asked}`);
  });
  return { page, context, problems };
}

/** Submits a program by the API and answers what the server did. */
export async function submit(url, body) {
  const answer = await fetch(`${url}/api/v1/tasks/submit`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** Waits for the end of a run, by its own stream, and answers the run. */
export async function ended(url, run) {
  const stream = await fetch(`${url}/api/v1/runs/${run}/events`);
  for await (const _ of stream.body);
  return (await fetch(`${url}/api/v1/runs/${run}`)).json();
}

/** Submits a program and waits for its end. */
export async function ran(url, body) {
  const made = await submit(url, body);
  await ended(url, made.runId);
  return made;
}

/** A gate: a program that calls it waits there until it is opened, at the latest after the test `t`. */
export async function makeGate(t) {
  const waiting = [];
  let isOpen = false;
  const server = createServer((_, answer) => (isOpen ? answer.end() : waiting.push(answer)));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const place = `http://127.0.0.1:${server.address().port}/`;
  const open = () => {
    isOpen = true;
    for (const answer of waiting.splice(0)) answer.end();
  };
  t.after(() => {
    open();
    server.close();
    server.closeAllConnections();
  });
  /** `wait` is Python that waits at the gate. */
  return { open, wait: `__import__("urllib.request").request.urlopen("${place}").read()` };
}

/** Waits until `text` stands within the place that `selector` names. */
export async function see(page, text, selector = "body") {
  await page.locator(selector).getByText(text).first().waitFor();
}

/** Waits until the run's page says that its run stands so. */
export async function seeStatus(page, status) {
  await page.locator(`[data-status="${status}"]`).waitFor();
}

/** The text of the editor with this label. */
export function editor(page, label) {
  return page.locator(`[data-editor="${label}"] .cm-content`);
}

/** Writes a text in place of what stands in an editor. */
export async function write(page, label, text) {
  const place = editor(page, label);
  await place.click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** Makes a flow by the API; `ways` are its edges as `from to`. Answers it. */
export async function makeFlow(url, name, components, ways = []) {
  const edges = ways.map((way) => way.split(" ")).map(([from, to]) => ({ from, to }));
  return posted(`${url}/api/v1/flows`, { name, components, edges });
}

/** Runs a flow by the API; the run. */
export function runFlow(url, flow, body = {}) {
  return posted(`${url}/api/v1/flows/${flow}/runs`, body);
}

/** Records a run that ran elsewhere; the run. */
export function record(url, body) {
  return posted(`${url}/api/v1/flow-runs/`, body);
}

async function posted(address, body) {
  const answer = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
