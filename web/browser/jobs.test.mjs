// From documents to a table, as a person does it: files, fields, a last look, results, corrections, exports, a second run.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { begin, openPage, see } from "./support.mjs";
import { finished, invoice, madeJob, zipped } from "./documents.mjs";

let site;
before(async () => (site = await begin()));
after(() => site.close());

/** Chooses files by the dialog that the button opens. */
async function choose(page, files) {
  const opened = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Choose files" }).click();
  await (await opened).setFiles(files);
}

test("a job is set up, run, looked at, corrected and exported", async (t) => {
  const { page, problems } = await openPage(t, site);
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Jobs" }).click();
  await see(page, "There is no job yet");
  await page.getByRole("link", { name: "Make the first job" }).click();
  await page.getByLabel("Name", { exact: true }).fill("invoices");
  await choose(page, [invoice("a.txt", "INV-1", "12.50"), invoice("b.txt", "INV-2", "99.00")]);

  // The files, with an archive added to them and one taken away.
  await page.getByRole("heading", { name: "invoices #1" }).waitFor();
  await choose(page, { name: "more.zip", mimeType: "application/zip", buffer: zipped({ "inside/c.txt": invoice("c.txt", "INV-3", "7.00").buffer }) });
  await see(page, "inside/c.txt");
  await see(page, "3 documents");
  await page.getByRole("button", { name: "Remove b.txt" }).click();
  await see(page, "2 documents");
  await page.getByRole("button", { name: "Next: the fields" }).click();

  // The fields, the second moved above the first.
  await page.getByLabel("Name of field 1").fill("Total");
  await page.getByLabel("Type of field 1").selectOption("currency");
  await page.getByLabel("Name of field 1").press("Enter");
  await page.getByLabel("Name of field 2").fill("total");
  await see(page, "Another field has this name");
  await page.getByLabel("Name of field 2").fill("Invoice number");
  await page.getByLabel("Name of field 2").press("Alt+ArrowUp");
  assert.equal(await page.getByLabel("Name of field 1").inputValue(), "Invoice number");
  await page.getByRole("button", { name: "Keep as a template…" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("bills");
  await page.getByRole("button", { name: "Keep it" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Next: review" }).click();

  // A last look; then it runs, and the page follows.
  await page.getByRole("region", { name: "Documents" }).getByText("inside").waitFor();
  await see(page, "2 tasks");
  const preview = page.getByRole("region", { name: "Preview" });
  await preview.getByRole("button", { name: "Try on the first file" }).click();
  await preview.getByText("Found in a.txt").waitFor();
  await preview.getByRole("row", { name: /Invoice number/ }).getByRole("cell").getByText("INV-1").first().waitFor();
  await page.getByRole("button", { name: "Run it" }).click();
  await page.locator("[data-job-status=completed]").waitFor();
  const table = page.getByRole("grid", { name: "Results" });
  const cell = (text) => table.getByRole("gridcell").getByText(text, { exact: true });
  await cell("INV-1").waitFor();
  await cell("INV-3").waitFor();

  // Where a value stood, and another in its place.
  await cell("INV-1").click();
  const panel = page.getByRole("region", { name: "Evidence" });
  await panel.getByText(/a\.txt/).first().waitFor();
  await panel.locator("blockquote").getByText("INV-1").waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("INV-100");
  await panel.getByRole("button", { name: "Keep" }).click();
  await cell("INV-100").waitFor();
  await panel.getByText("The machine found").getByText("INV-1", { exact: true }).waitFor();
  await page.reload();
  await panel.getByText("The machine found").waitFor();

  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV" }).click();
  const file = await saved;
  assert.match(file.suggestedFilename(), /^job_.+_run_.+_results\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  assert.match(text, /Source File Path\(s\),Invoice number,Total/);
  assert.match(text, /INV-100/);
  await page.getByRole("link", { name: "Exports" }).click();
  await page.getByRole("region", { name: "Exports" }).getByText("CSV").waitFor();
  assert.deepEqual(problems, []);
});

const DOCUMENTS = new URL("../../crates/extract/tests/documents/", import.meta.url);

test("a value is marked in the picture of its page, and told in words where there is none", async (t) => {
  const files = [
    { name: "bill.pdf", mimeType: "application/pdf", buffer: await readFile(new URL("invoice-en.pdf", DOCUMENTS)) },
    invoice("plain.txt", "INV-9", "9.00"),
  ];
  const job = await madeJob(site.url, "pictures", files, [{ field_name: "Invoice Number", data_type_id: "text" }]);
  await finished(site.url, job);
  const { page, problems } = await openPage(t, site);
  await page.goto(`/jobs/${job.job_id}`);
  await page.getByRole("gridcell").getByText("INV-2024-0817").click();
  const panel = page.getByRole("region", { name: "Evidence" });
  const picture = panel.getByRole("img", { name: "Page 1 of bill.pdf, with “INV-2024-0817” marked" });
  const mark = panel.locator("[data-mark]");
  await mark.waitFor();
  assert.ok((await picture.evaluate((element) => element.naturalWidth)) >= 1000);
  // The number stands at the upper right of this page, and its mark in sight.
  const [whole, part, frame] = await Promise.all([picture.boundingBox(), mark.boundingBox(), panel.getByRole("group").boundingBox()]);
  const share = (part.x - whole.x) / whole.width;
  assert.ok(share > 0.7 && share < 0.9, `the mark is at ${share}`);
  assert.ok(part.y > frame.y && part.y + part.height < frame.y + frame.height && part.x + part.width < frame.x + frame.width);
  await panel.getByRole("button", { name: "Larger" }).press("Enter");
  await page.waitForFunction((before) => document.querySelector("[data-mark]").getBoundingClientRect().width > before, part.width);
  await panel.locator("blockquote").getByText("INV-2024-0817").waitFor();

  // A text has no pages to draw.
  await page.getByRole("gridcell").getByText("INV-9").click();
  await panel.locator("blockquote").getByText("INV-9").waitFor();
  assert.equal(await panel.getByRole("img").count(), 0);

  // A picture that does not come leaves the words.
  await page.route("**/pages/1?*", (route) => route.abort());
  await page.reload();
  await page.getByRole("gridcell").getByText("INV-2024-0817").click();
  await panel.getByText("cannot be shown as a picture").waitFor();
  await panel.locator("blockquote").getByText("INV-2024-0817").waitFor();
  assert.deepEqual(problems, []);
});

test("a second run begins with the fields of the first, which stays as it is", async (t) => {
  const job = await madeJob(site.url, "again", [invoice("a.txt", "INV-7", "1.00")], [{ field_name: "Invoice number", data_type_id: "text" }]);
  await finished(site.url, job);
  const { page, problems } = await openPage(t, site);
  await page.goto(`/jobs/${job.job_id}`);
  await page.getByRole("button", { name: "New run…" }).click();
  await page.getByRole("button", { name: "Begin it" }).click();
  await page.getByRole("heading", { name: "again #2" }).waitFor();
  await see(page, "Drop files and folders here");
  await choose(page, invoice("z.txt", "INV-8", "2.00"));
  await page.getByRole("button", { name: "Next: the fields" }).click();
  assert.equal(await page.getByLabel("Name of field 1").inputValue(), "Invoice number");
  await page.getByRole("button", { name: "Next: review" }).click();
  await page.getByRole("button", { name: "Run it" }).click();
  await page.locator("[data-job-status=completed]").waitFor();
  const table = page.getByRole("grid", { name: "Results" });
  await table.getByText("INV-8").waitFor();

  await page.getByLabel("Run", { exact: true }).selectOption({ index: 1 });
  await page.getByRole("heading", { name: "again #1" }).waitFor();
  await table.getByText("INV-7").waitFor();
  assert.equal(await table.getByText("INV-8").count(), 0);
  assert.deepEqual(problems, []);
});

test("fields that are not saved are not left without a question, not even for another step", async (t) => {
  const job = await madeJob(site.url, "drafted", [invoice("a.txt", "INV-1", "1.00")], [], { draft: true });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/jobs/${job.job_id}`);
  await page.getByRole("button", { name: "Next: the fields" }).click();
  await page.getByLabel("Name of field 1").fill("Invoice number");
  const steps = page.getByRole("navigation", { name: "Steps" });
  await steps.getByRole("button", { name: "Files" }).click();
  await page.getByRole("dialog").getByText("Leave without saving?").waitFor();
  await page.getByRole("button", { name: "Go on editing" }).click();
  assert.equal(await page.getByLabel("Name of field 1").inputValue(), "Invoice number");
  await page.getByRole("button", { name: "Next: review" }).click();
  await see(page, "1 field");
  await steps.getByRole("button", { name: "Fields" }).click();
  assert.equal(await page.getByLabel("Name of field 1").inputValue(), "Invoice number");
  // What is saved is left without one.
  await steps.getByRole("button", { name: "Files" }).click();
  await see(page, "1 document");
  assert.deepEqual(problems, []);
});

test("a file that cannot be read says why, and the others stand", async (t) => {
  const job = await madeJob(site.url, "mixed", [invoice("good.txt", "INV-5", "3.00"), { name: "broken.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nno more of it") }], [
    { field_name: "Invoice number", data_type_id: "text" },
  ]);
  await finished(site.url, job);
  const { page, problems } = await openPage(t, site);
  await page.goto(`/jobs/${job.job_id}`);
  await page.locator("[data-job-status=partially_completed]").waitFor();
  await page.getByRole("grid", { name: "Results" }).getByText("INV-5").waitFor();
  await page.getByRole("link", { name: /Tasks/ }).last().click();
  await page.locator("[data-task=failed]").getByText("broken.pdf").first().waitFor();
  assert.deepEqual(problems, []);
});

test("arrows go through the table, and the address names the cell", async (t) => {
  const fields = ["Invoice number", "Total"].map((field_name) => ({ field_name, data_type_id: "text" }));
  const job = await madeJob(site.url, "by keys", [invoice("a.txt", "INV-1", "12.50"), invoice("b.txt", "INV-2", "99.00")], fields);
  await finished(site.url, job);
  const { page, problems } = await openPage(t, site);
  await page.goto(`/jobs/${job.job_id}`);
  await page.getByRole("gridcell").first().click();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await page.locator('[data-cell="t2.0.1"][aria-selected=true]').waitFor();
  assert.match(page.url(), /cell=t2\.0\.1/);
  await page.keyboard.press("Escape");
  await page.getByRole("region", { name: "Evidence" }).waitFor({ state: "detached" });
  assert.doesNotMatch(page.url(), /cell=/);
  assert.deepEqual(problems, []);
});
