// Automations as a person makes them: a file that comes into a folder becomes a run with results, and these go to a folder.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { finished, invoice, madeJob } from "./documents.mjs";
import { begin, openPage, see } from "./support.mjs";

let site;
let job;
let folder;
before(async () => {
  site = await begin();
  folder = await mkdtemp(join(tmpdir(), "annals-folders-"));
  for (const name of ["in", "out"]) await mkdir(join(folder, name));
  job = await madeJob(site.url, "invoices", [invoice("first.txt", "INV-1", "1.00")], [{ field_name: "Invoice number", data_type_id: "text" }]);
  await finished(site.url, job);
});
after(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

/** Makes an automation by the API; its id. */
async function made(body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${site.url}/api/v1/automations`, { method: "POST", headers, body: JSON.stringify({ job_id: job.job_id, ...body }) });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).id;
}

test("a file that comes into a folder becomes a run, whose results go to another", async (t) => {
  const { page, problems } = await openPage(t, site);
  await page.goto("/jobs");
  await page.getByRole("main").getByRole("link", { name: "Automations" }).click();
  await see(page, "There is no automation yet");
  await page.getByRole("link", { name: "Make the first automation" }).click();

  await page.getByLabel("Name", { exact: true }).fill("bills that come in");
  const button = page.getByRole("button", { name: "Make it" });
  await page.getByRole("region", { name: "What sets it off" }).getByLabel("Folder", { exact: true }).fill(join(folder, "in"));
  await page.getByLabel("Only files named").fill("*.txt");
  // Whether the folder was looked at before the file came then makes no difference.
  await page.getByLabel("Take what is there already, too").check();
  await page.getByText("More settings").click();
  await page.getByLabel("Look every").fill("1");
  await page.getByLabel("Take a file once").fill("1");
  await page.getByLabel("Job", { exact: true }).selectOption({ label: "invoices" });
  await page.getByLabel("Where results go", { exact: true }).and(page.locator("select")).selectOption("folder");
  assert.equal(await button.isDisabled(), true);
  await page.getByRole("region", { name: "Where results go" }).getByLabel("Folder", { exact: true }).fill(join(folder, "out"));
  await button.click();

  await page.getByRole("heading", { name: "bills that come in" }).waitFor();
  await see(page, "Nothing has happened yet");
  await writeFile(join(folder, "in", "b.txt"), invoice("b.txt", "INV-42", "9.50").buffer);
  const events = page.getByRole("region", { name: "Events" });
  await events.locator("[data-event-status=completed]").waitFor();
  await events.getByText(/b\.txt/).first().waitFor();
  const [sent] = await readdir(join(folder, "out"));
  assert.match(await readFile(join(folder, "out", sent), "utf8"), /INV-42/);

  await page.goto("/automations");
  const row = page.getByRole("region", { name: "Automations" }).getByRole("listitem");
  await row.locator("[data-event-status=completed]").waitFor();
  await row.getByText("invoices", { exact: true }).waitFor();
  await row.getByRole("link", { name: "bills that come in" }).click();
  await events.getByRole("link", { name: "Its run and results" }).click();
  await page.getByRole("grid", { name: "Results" }).getByText("INV-42").waitFor();
  assert.deepEqual(problems, []);
});

test("an automation is changed, switched off, and deleted", async (t) => {
  const id = await made({ name: "nightly", trigger_type: "folder", trigger_config: { path: join(folder, "in"), settle_seconds: 2 } });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/automations/${id}`);
  await page.getByRole("link", { name: "Edit" }).click();
  assert.equal(await page.getByLabel("Take a file once").inputValue(), "2");
  await page.getByRole("radio", { name: /Schedule/ }).check({ force: true });
  await page.getByRole("button", { name: "Monday to Friday at 08:00" }).click();
  await page.getByRole("combobox", { name: "Time zone" }).fill("Mars/Olympus");
  await see(page, "This is no name of a time zone");
  await page.getByRole("combobox", { name: "Time zone" }).fill("Europe/Vienna");
  await see(page, /Next in your time: .+; .+; .+\./);
  await page.getByRole("button", { name: "Save" }).click();
  const summary = page.getByRole("region", { name: "Summary" });
  await summary.getByText(/^Monday to Friday at 08:00 \(Europe\/Vienna\): files in /).waitFor();
  const kept = await (await fetch(`${site.url}/api/v1/automations/${id}`)).json();
  assert.equal(kept.trigger_config.cron, "0 8 * * 1-5");
  assert.deepEqual(kept.trigger_config.source, { type: "folder", path: join(folder, "in"), settle_seconds: 2 });

  await page.getByRole("switch", { name: "nightly is on" }).click();
  await page.getByRole("switch", { name: "nightly is off" }).and(page.locator("[aria-checked=false]:enabled")).waitFor();
  await summary.getByText("No: times that pass meanwhile are not made up for").waitFor();

  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Delete…" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await page.getByRole("heading", { name: "Automations", exact: true }).waitFor();
  assert.equal((await fetch(`${site.url}/api/v1/automations/${id}`)).status, 404);
  assert.deepEqual(problems, []);
});

test("a web hook shows its address and how to sign, with a secret that is stored on the way", async (t) => {
  const { page, problems } = await openPage(t, site);
  await page.goto(`/automations/new?job=${job.job_id}`);
  await page.getByLabel("Name", { exact: true }).fill("from the shop");
  await page.getByRole("radio", { name: /Web hook/ }).check({ force: true });
  await page.getByRole("button", { name: "New…" }).click();
  await page.getByLabel("Secret's name").fill("SHOP_KEY");
  await page.getByLabel("Value").fill("tell nobody");
  await page.getByRole("button", { name: "Store it" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Make it" }).click();
  const address = page.getByRole("region", { name: "Address" });
  await address.getByText(/\/api\/v1\/hooks\//).first().waitFor();
  await address.getByText("How to sign it").click();
  await address.getByText("SHOP_KEY").waitFor();
  await address.getByText("openssl dgst").waitFor();
  assert.deepEqual(problems, []);
});

test("what the server refuses is told, and what was written is not left without a question", async (t) => {
  const { page, problems } = await openPage(t, site);
  await page.goto(`/automations/new?job=${job.job_id}`);
  await page.getByLabel("Name", { exact: true }).fill("nowhere");
  await page.getByRole("region", { name: "What sets it off" }).getByLabel("Folder", { exact: true }).fill("not/absolute");
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByRole("alert").getByText("trigger_config").waitFor();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Jobs" }).click();
  await page.getByRole("dialog").getByText("Leave without saving?").waitFor();
  await page.getByRole("button", { name: "Go on editing" }).click();
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "nowhere");
  assert.deepEqual(problems, []);
});

test("a server without Google says how it is set up", async (t) => {
  const { page, problems } = await openPage(t, site);
  await page.goto(`/automations/new?job=${job.job_id}`);
  await page.getByRole("radio", { name: /Gmail/ }).check({ force: true });
  await page.getByRole("link", { name: /How it is set up/ }).waitFor();
  await page.goto("/integrations/google");
  await see(page, "This server is not set up for Google yet");
  await see(page, `${site.url}/integrations/google`);
  assert.deepEqual(problems, []);
});
