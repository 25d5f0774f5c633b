// Every page in both themes and on a narrow screen: no serious fault by axe, nothing cut off.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { finished, invoice, madeJob } from "./documents.mjs";
import { begin, ended, makeFlow, openPage, ran, runFlow } from "./support.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let site;
let pages;
let folder;

before(async () => {
  site = await begin();
  const code = 'import sys\nprint("\\x1b[33mout\\x1b[0m")\nprint("err", file=sys.stderr)\nraise SystemExit(2)';
  const failed = await ran(site.url, { pythonCode: code, name: "fails", tags: ["prod"], inputs: { a: 1 } });
  const good = await ran(site.url, { taskId: failed.id, pythonCode: 'print("ok")' });
  const turns = ["chat_message", "agent_turn"].map((context_type) => ({ context_type, content: "a line\n".repeat(20), metadata: { n: 1 } }));
  const body = JSON.stringify(turns);
  const headers = { "content-type": "application/json" };
  await fetch(`${site.url}/api/v1/tasks/${failed.id}/history`, { method: "POST", headers, body });
  const parts = [
    { id: "load", name: "Load the rows", code: "pass", retries: 1, timeout_seconds: 60 },
    { id: "check", code: 'print("bad"); raise SystemExit(3)', retries: 1 },
    { id: "report", code: "pass" },
  ];
  const flow = await makeFlow(site.url, "sums", parts, ["load check", "check report", "load report"]);
  const run = await runFlow(site.url, flow.id, { inputs: { a: 1 } });
  await ended(site.url, run.id);
  const again = await runFlow(site.url, flow.id, { from_run_id: run.id });
  await ended(site.url, again.id);
  const fields = [
    { field_name: "Invoice number", data_type_id: "text", ai_prompt: "at the top" },
    { field_name: "Total", data_type_id: "currency" },
  ];
  const broken = { name: "a/broken.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nno more of it") };
  const job = await madeJob(site.url, "invoices", [invoice("a/1.txt", "INV-1", "12.50"), broken], fields);
  await finished(site.url, job);
  const bill = await readFile(new URL("../../crates/extract/tests/documents/invoice-en.pdf", import.meta.url));
  const pictured = await madeJob(site.url, "pictures", [{ name: "bill.pdf", mimeType: "application/pdf", buffer: bill }], fields);
  await finished(site.url, pictured);
  const draft = await madeJob(site.url, "a draft", [invoice("a/1.txt", "INV-1", "12.50"), invoice("2.txt", "INV-2", "3.00")], fields, { draft: true });
  for (const config_step of ["fields", "review"]) {
    await fetch(`${site.url}/api/v1/jobs/${draft.job_id}/config-step`, { method: "PUT", headers, body: JSON.stringify({ config_step }) });
  }
  const template = { name: "bills", fields: [{ name: "Total", data_type: "currency" }], is_public: true };
  await fetch(`${site.url}/api/v1/templates`, { method: "POST", headers, body: JSON.stringify(template) });
  // A job of its own: its latest run is another one soon.
  const own = await madeJob(site.url, "bills", [invoice("1.txt", "INV-1", "12.50")], fields);
  await finished(site.url, own);
  const automation = await automated(own.job_id);
  pages = {
    automations: ["/automations", "[aria-label=Automations] [data-event-status]"],
    automation: [`/automations/${automation.folder}`, "[data-event-status=completed]"],
    "automation in trouble": [`/automations/${automation.broken}`, "text=Its source cannot be looked at"],
    "web hook": [`/automations/${automation.hook}`, "[aria-label=Address]"],
    "new automation": ["/automations/new", "role=radio"],
    "schedule": [`/automations/${automation.cron}/edit`, "text=Next in your time"],
    "Google account": ["/integrations/google", "text=not set up for Google yet"],
    jobs: ["/jobs", "[aria-label=Jobs] li"],
    "jobs without a hit": ["/jobs?status=cancelled", "text=No job stands like that"],
    "new job": ["/jobs/new", "text=Drop files and folders here"],
    "files of a job": [`/jobs/${draft.job_id}?step=upload`, "[aria-label=Files] li"],
    "fields of a job": [`/jobs/${draft.job_id}?step=fields`, "[aria-label=Fields] li"],
    "review of a job": [`/jobs/${draft.job_id}`, "[aria-label=Documents] li"],
    results: [`/jobs/${job.job_id}?cell=t1.0.0`, "[aria-label=Evidence] blockquote"],
    "evidence in its page": [`/jobs/${pictured.job_id}?cell=t1.0.0`, "[data-mark]"],
    "tasks of a job": [`/jobs/${job.job_id}?tab=tasks`, "[data-task=failed]"],
    "files of a run": [`/jobs/${job.job_id}?tab=files`, "[aria-label=Files] li"],
    "fields of a run": [`/jobs/${job.job_id}?tab=fields`, "[aria-label=Fields] li"],
    "exports of a run": [`/jobs/${job.job_id}?tab=exports`, "text=Nothing was exported yet"],
    "run of a job": [`/runs/${job.job_run_id}`, "[aria-label=Summary]"],
    templates: ["/jobs/templates", "[aria-label=Templates] li"],
    usage: ["/jobs/usage", "[aria-label=Usage] tbody tr"],
    flows: ["/flows", "[aria-label=Flows] li"],
    "flows without a hit": ["/flows?q=nothing", "text=No flow is like that"],
    flow: [`/flows/${flow.id}?component=load`, "[data-node] >> nth=2"],
    "new flow": ["/flows/new", "[data-editor] .cm-content"],
    "flow as graph": [`/flows/${flow.id}/edit?view=graph`, "[data-node] >> nth=2"],
    "flow as list": [`/flows/${flow.id}/edit?view=list`, "[aria-label=Components] li"],
    "flow as JSON": [`/flows/${flow.id}/edit?view=json`, "[data-editor='Flow as JSON'] .cm-content"],
    "run of a flow": [`/runs/${run.id}`, "[data-node] >> nth=2"],
    "run that goes on from another": [`/runs/${again.id}?tab=graph&node=load`, "text=Its log and times are there"],
    "code of a flow": [`/runs/${run.id}?tab=code`, "[data-editor] .cm-content"],
    "data of a flow": [`/runs/${run.id}?tab=data`, "[aria-label='Outputs of the components']"],
    "running again": [`/runs/${run.id}/resume?from=check`, "[data-step]"],
    "history of flows": ["/history?kind=flow", "[aria-label=Figures] >> text=By trigger"],
    history: ["/history", "[data-run]"],
    "history without a hit": ["/history?q=nothing", "text=No run is like that"],
    tasks: ["/tasks", "text=fails"],
    task: [`/tasks/${failed.id}`, "[data-editor] .cm-content"],
    log: [`/runs/${failed.runId}`, "[data-stream=stderr]"],
    timeline: [`/runs/${failed.runId}?tab=timeline`, "[aria-label=Timeline] li"],
    "timeline of the task": [`/tasks/${failed.id}/timeline`, "[data-kind=chat_message] summary"],
    "timeline without a hit": [`/tasks/${failed.id}/timeline?q=nothing`, "text=No entry is like that"],
    code: [`/runs/${failed.runId}?tab=code`, "[data-editor] .cm-content"],
    environment: [`/runs/${failed.runId}?tab=environment`, "text=Executor"],
    data: [`/runs/${failed.runId}?tab=data`, "[data-editor] .cm-content"],
    files: [`/runs/${failed.runId}?tab=files`, "text=No file was kept"],
    edit: [`/runs/${failed.runId}/edit`, "[data-editor] .cm-content"],
    compare: [`/compare?a=${failed.runId}&b=${good.runId}`, "[aria-label='Log of main']"],
    "compare nothing": ["/compare", "text=Choose two runs"],
    search: ["/search?q=out", "[aria-label='Lines found'] li"],
    "search for nothing": ["/search", "text=Search every line"],
    submit: ["/submit", "[data-editor] .cm-content"],
    "sign in": ["/login", "text=Access token"],
    "no such run": ["/runs/none", "role=alert"],
    nowhere: ["/nowhere", "text=This address shows nothing"],
  };
});
after(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

/** An automation of each kind: one that has made a run, one whose source is not there, a web hook, a schedule. Their ids. */
async function automated(job_id) {
  folder = await mkdtemp(join(tmpdir(), "annals-folders-"));
  await writeFile(join(folder, "a.txt"), invoice("a.txt", "INV-1", "12.50").buffer);
  const headers = { "content-type": "application/json" };
  const make = async (name, trigger_type, trigger_config) => {
    const body = JSON.stringify({ name, job_id, trigger_type, trigger_config });
    return (await (await fetch(`${site.url}/api/v1/automations`, { method: "POST", headers, body })).json()).id;
  };
  await fetch(`${site.url}/api/v1/secrets/HOOK`, { method: "PUT", headers, body: '{"value":"of the hook"}' });
  const taken = { path: folder, include_existing: true, settle_seconds: 1, poll_seconds: 1 };
  const source = { type: "folder", path: folder };
  return {
    folder: await make("bills", "folder", taken),
    broken: await make("away", "folder", { path: `${folder}/none` }),
    hook: await make("shop", "webhook", { secret: "HOOK" }),
    cron: await make("nightly", "cron", { cron: "0 3 * * 1-5", time_zone: "Europe/Vienna", source }),
  };
}

/** The serious faults that axe finds, in words. */
async function faults(page) {
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ").slice(0, 600)}`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const [screen, viewport] of Object.entries({
    wide: { width: 1280, height: 800 },
    narrow: { width: 360, height: 740 },
  })) {
    test(`every page, ${colorScheme}, ${screen}`, async (t) => {
      const { page, context, problems } = await openPage(t, site, { colorScheme, viewport, reducedMotion: "reduce" });
      await context.addInitScript(axe);
      const found = {};
      for (const [name, [path, sign]] of Object.entries(pages)) {
        await page.goto(path);
        await page.locator(sign).first().waitFor();
        const list = await faults(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) list.push(`${wide} px wider than the screen`);
        if (list.length > 0) found[name] = list;
      }
      assert.deepEqual(found, {});
      assert.deepEqual(problems, []);
        });
  }
}
