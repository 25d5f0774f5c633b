// From submitting to running again, as a person does it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, editor, ended, makeGate, openPage, ran, see, seeStatus, submit, write } from "./support.mjs";

let site;
before(async () => (site = await begin()));
after(() => site.close());

test("a task is submitted and followed to its end", async (t) => {
  const gate = await makeGate(t);
  const { page, problems } = await openPage(t, site);
  await page.goto("/");
  await see(page, "Nothing has run yet");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Submit" }).click();
  await page.getByLabel("Name", { exact: true }).fill("followed");
  await page.getByLabel("Tags").fill("prod, etl");
  await write(page, "Python code", `print("before the gate", flush=True)\n${gate.wait}\nprint("after the gate")\n`);
  await page.getByRole("button", { name: "Run it" }).click();

  await see(page, "before the gate", "[data-log]");
  await seeStatus(page, "running");
  await see(page, /^Live$/);
  assert.equal(await page.locator("[data-log]").getByText("after the gate").count(), 0);
  gate.open();
  await see(page, "after the gate", "[data-log]");
  await seeStatus(page, "success");
  await see(page, /^End of log/);
  await see(page, "etl", "[aria-label=Summary]");

  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.locator("[data-run]").getByRole("link", { name: "followed", exact: true }).waitFor();
  assert.deepEqual(problems, []);
});

test("the history asks for its rows before its script is there, and shows that answer", async (t) => {
  await ran(site.url, { pythonCode: "pass", name: "asked ahead" });
  const { page, problems } = await openPage(t, site);
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const rows = page.waitForRequest("**/api/v1/runs?limit=50");
  // The script is held back until the rows are asked for.
  await page.route(/\/assets\/index-.*\.js$/, async (route) => {
    await rows;
    await route.continue();
  });
  await page.goto("/");
  await page.locator("[data-run]").getByRole("link", { name: "asked ahead", exact: true }).waitFor();
  assert.equal(asked.filter((path) => path === "/api/v1/session").length, 1);
  // What comes after the rows.
  await page.getByRole("region", { name: "Figures" }).waitFor();
  await see(page, /^Live$/);
  assert.deepEqual(problems, []);
});

test("a run is edited, the change is shown, and the new run is one more", async (t) => {
  const made = await ran(site.url, { pythonCode: 'print("first")\n', name: "edited", inputs: { a: 1 } });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/tasks/${made.id}`);
  await see(page, "first", "[data-log]");
  await page.getByRole("link", { name: "Edit & rerun" }).click();
  await editor(page, "Python code").getByText("first").waitFor();
  await write(page, "Python code", 'print("second")\n');
  await page.getByLabel("Inputs").fill("{");
  await see(page, "This is not JSON");
  await page.getByLabel("Inputs").fill('{"a": 2}');
  await page.getByRole("button", { name: "Review the changes" }).click();

  const change = page.getByRole("region", { name: "Changes: Python code" });
  await change.locator(".cm-deletedChunk").getByText("first").waitFor();
  await change.locator(".cm-changedLine").getByText("second").first().waitFor();
  await page.getByRole("region", { name: "Changes: Inputs" }).waitFor();
  assert.equal(await page.getByRole("region", { name: "Changes: Dependencies" }).count(), 0);
  await page.getByRole("button", { name: "Start the run" }).click();
  await page.getByRole("heading", { name: "edited #2" }).waitFor();
  await see(page, "second", "[data-log]");
  await seeStatus(page, "success");

  // Going back to run 1 makes run 3 with its code.
  await page.goto(`/tasks/${made.id}?run=1`);
  await page.getByRole("button", { name: "Roll back to #1" }).click();
  await page.getByRole("heading", { name: "edited #3" }).waitFor();
  await see(page, "first", "[data-log]");
  assert.deepEqual(problems, []);
});

test("a run is cancelled", async (t) => {
  const gate = await makeGate(t);
  const made = await submit(site.url, { pythonCode: `print("waits", flush=True)\n${gate.wait}\n` });
  const { page } = await openPage(t, site);
  await page.goto(`/runs/${made.runId}`);
  await see(page, "waits", "[data-log]");
  await page.getByRole("button", { name: "Cancel" }).click();
  await seeStatus(page, "cancelled");
  await page.getByRole("button", { name: "Cancel" }).waitFor({ state: "detached" });
});

test("the history is filtered by its address", async (t) => {
  await ran(site.url, { pythonCode: "raise SystemExit(3)", name: "breaks", tags: ["nightly"] });
  await ran(site.url, { pythonCode: "pass", name: "holds", tags: ["nightly"] });
  const { page, problems } = await openPage(t, site);
  const shown = (name) => page.locator("[data-run]").getByRole("link", { name, exact: true });
  await page.goto("/history?tag=nightly");
  await shown("breaks").waitFor();
  await shown("holds").waitFor();
  await page.getByLabel("Status").selectOption("failure");
  await shown("holds").waitFor({ state: "detached" });
  await shown("breaks").waitFor();
  assert.equal(new URL(page.url()).search, "?tag=nightly&status=failure");

  await page.keyboard.press("/");
  await page.keyboard.type("no such name");
  await page.keyboard.press("Enter");
  await see(page, "No run is like that");
  await page.goBack();
  await page.goto("/history?q=holds");
  await shown("holds").waitFor();
  assert.equal(await page.locator("[data-run]").count(), 1);
  await page.keyboard.press("j");
  await page.locator("[data-focused]").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "holds #1" }).waitFor();
  assert.deepEqual(problems, []);
});

test("older runs come as one scrolls", async (t) => {
  const made = await ran(site.url, { pythonCode: "pass", name: "many" });
  const more = Array.from({ length: 119 }, () => submit(site.url, { taskId: made.id }));
  const runs = await Promise.all(more);
  await Promise.all(runs.map((run) => ended(site.url, run.runId)));
  const { page } = await openPage(t, site);
  await page.goto(`/history?task=${made.id}`);
  const first = page.getByRole("link", { name: "#1", exact: true });
  await see(page, "#120");
  for (let turn = 0; turn < 200 && (await first.count()) === 0; turn += 1) {
    await page.mouse.wheel(0, 3_000);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await see(page, "120 runs, and none older");
  // Only rows near the screen exist.
  assert.ok((await page.locator("[data-run]").count()) < 80);
});

test("what a run was and what it left stands on its tabs", async (t) => {
  const code = [
    "import json, os",
    'open(os.environ["ANNALS_ARTIFACTS"] + "/left.txt", "w").write("kept")',
    'json.dump({"sum": 42}, open(os.environ["ANNALS_OUTPUTS"], "w"))',
  ].join("\n");
  const made = await ran(site.url, { pythonCode: code, inputs: { upto: 5 }, env: { MODE: "test" } });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${made.runId}?tab=data`);
  await editor(page, "Outputs").getByText("42").waitFor();
  await editor(page, "Inputs").getByText("upto").waitFor();
  await page.getByRole("link", { name: "Environment" }).click();
  await see(page, "MODE = test");
  await page.getByRole("link", { name: "Code", exact: true }).click();
  await editor(page, "Python code").getByText("left.txt").waitFor();
  await page.getByRole("link", { name: "Timeline" }).click();
  await page.getByRole("region", { name: "Timeline" }).getByRole("listitem").first().waitFor();
  await page.getByRole("link", { name: "Files" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "left.txt" }).click();
  assert.equal((await download).suggestedFilename(), "left.txt");

  await page.getByRole("button", { name: "Add tags" }).click();
  await page.getByRole("dialog").getByLabel("Tags").fill("seen, kept");
  await page.getByRole("button", { name: "Save" }).click();
  await see(page, "seen", "[aria-label=Summary]");
  assert.deepEqual(problems, []);
});

test("a failed run leads to the last success; a run is pinned and deleted", async (t) => {
  const good = await ran(site.url, { pythonCode: "pass", name: "sometimes" });
  const bad = await ran(site.url, { taskId: good.id, pythonCode: "raise SystemExit(1)" });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${bad.runId}`);
  await page.getByRole("link", { name: "Last success #1" }).click();
  await page.getByRole("heading", { name: "sometimes #1" }).waitFor();

  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Pin" }).click();
  await see(page, "Pinned", "[aria-label=Summary]");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Delete…" }).click();
  await see(page, "This run is pinned", "dialog");
  await page.getByRole("button", { name: "Delete the run" }).click();
  await page.locator("[data-run]").getByRole("link", { name: "sometimes", exact: true }).waitFor();
  assert.equal(await page.locator("[data-run]").count(), 1);
  await page.goto(`/runs/${good.runId}`);
  await see(page, "There is no such run here");
  assert.deepEqual(problems, []);
});

test("the logs of all runs are searched, and a line found is shown in its log", async (t) => {
  const code = 'for n in range(400): print("before", n)\nprint("needle", "ÄÖ", 7)\nprint("right after")';
  const made = await ran(site.url, { pythonCode: code, name: "haystack" });
  const { page, problems } = await openPage(t, site);
  await page.goto("/history");
  await page.locator("[data-run]").first().waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("l");
  await page.getByLabel("Text in the logs").fill("NEEDLE .+ 7");
  await page.keyboard.press("Enter");
  await see(page, "No line has it");
  await page.getByLabel("Regular expression").check();
  await page.getByLabel("Any case").check();
  const hit = page.getByRole("region", { name: "Lines found" }).getByRole("listitem");
  assert.equal(await hit.locator("mark").innerText(), "needle ÄÖ 7");
  await hit.getByText("right after").waitFor();
  await hit.getByRole("link", { name: "haystack #1" }).click();
  await page.locator('[data-line="401"][aria-current=location]').waitFor();
  assert.equal(new URL(page.url()).pathname, `/runs/${made.runId}`);
  await page.goBack();
  await hit.locator("mark").waitFor();
  assert.deepEqual(problems, []);
});

test("the history is live, and rows do not move while one looks at older ones", async (t) => {
  const first = await ran(site.url, { pythonCode: "pass", name: "lively", tags: ["lively"] });
  const { page, problems } = await openPage(t, site, { viewport: { width: 1280, height: 400 } });
  await page.goto(`/history?task=${first.id}`);
  await see(page, "#1");
  await see(page, /^Live$/);
  const gate = await makeGate(t);
  await submit(site.url, { taskId: first.id, pythonCode: gate.wait });
  const second = page.locator("[data-run]").filter({ hasText: "#2" });
  await second.getByText("Running").waitFor();
  gate.open();
  await second.getByText("Succeeded").waitFor();
  assert.equal(await page.locator("[data-run]").first().getByText("#2").count() > 0, true);
  await page.locator("[aria-label=Figures]").getByText("100 %").waitFor();

  // Enough runs to scroll by; what is new waits above.
  const more = Array.from({ length: 30 }, () => submit(site.url, { taskId: first.id, pythonCode: "pass" }));
  await Promise.all(more);
  await see(page, "32 runs, and none older");
  await page.locator("[data-run]").first().hover();
  await page.mouse.wheel(0, 600);
  await page.waitForFunction(() => scrollY > 300);
  await ran(site.url, { taskId: first.id });
  const fresh = page.getByRole("button", { name: "1 new run" });
  await fresh.waitFor();
  await see(page, "32 runs, and none older");
  await fresh.click();
  await see(page, "#33");
  assert.deepEqual(problems, []);
});

test("the tasks are live, and so is one of them", async (t) => {
  const first = await ran(site.url, { pythonCode: "pass", name: "ticking" });
  const { page, problems } = await openPage(t, site);
  await page.goto("/tasks?q=ticking");
  const task = page.getByRole("region", { name: "Tasks" }).getByRole("listitem");
  await task.getByText("1 run", { exact: true }).waitFor();
  await see(page, /^Live$/);
  await ran(site.url, { taskId: first.id, pythonCode: "raise SystemExit(1)" });
  await task.getByText("Failed").waitFor();
  await task.getByText("2 runs", { exact: true }).waitFor();

  await page.goto(`/tasks/${first.id}`);
  await page.getByRole("region", { name: "Latest runs" }).getByText("50 %").waitFor();
  await ran(site.url, { taskId: first.id, pythonCode: "print('third')" });
  await see(page, "third", "[data-log]");
  assert.deepEqual(problems, []);
});

test("a failed run is compared with the last success", async (t) => {
  const good = await ran(site.url, { pythonCode: 'print("one")\nprint("two")\n', name: "parts", inputs: { a: 1 } });
  const code = 'print("one")\nprint("three")\nraise SystemExit(4)\n';
  const bad = await ran(site.url, { taskId: good.id, pythonCode: code, inputs: { a: 2 } });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${bad.runId}`);
  await page.getByRole("link", { name: "Compare with it" }).click();
  const part = (name) => page.getByRole("region", { name, exact: true });
  await part("Code of main").locator(".cm-changedLine").getByText("three").first().waitFor();
  assert.match(await part("Inputs").innerText(), /\/a\s+1\s+2/);
  await part("Timings").getByText("main").waitFor();
  await see(page, "packages resolved");
  const line = part("Log of main");
  await line.getByText("The first line is alike").waitFor();
  assert.match(await line.innerText(), /two[^]*three/);
  await line.getByRole("link", { name: "#2, line 2" }).click();
  await page.locator('[data-line="2"][aria-current=location]').waitFor();
  assert.equal(new URL(page.url()).pathname, `/runs/${bad.runId}`);
  assert.deepEqual(problems, []);
});

test("many runs are chosen, tagged, compared and deleted", async (t) => {
  const first = await ran(site.url, { pythonCode: "pass", name: "crowd" });
  for (let turn = 0; turn < 3; turn += 1) await ran(site.url, { taskId: first.id });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/history?task=${first.id}`);
  const bar = page.getByRole("toolbar", { name: "Chosen runs" });
  const dialog = page.getByRole("dialog");
  await page.getByLabel("Choose crowd #4").check();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  await bar.getByText("2 chosen").waitFor();
  assert.match(await bar.getByRole("link", { name: "Compare" }).getAttribute("href"), /a=.+&b=/);
  await bar.getByRole("button", { name: "Tag…" }).click();
  await dialog.getByLabel("Tags to add").fill("seen");
  await dialog.getByRole("button", { name: "Tag 2 runs" }).click();
  await dialog.getByText("2 of 2 runs are tagged.").waitFor();
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  await page.locator("[data-run]").getByText("seen").nth(1).waitFor();
  await bar.waitFor({ state: "detached" });

  await page.goto(`/history?task=${first.id}&tag=seen`);
  await page.getByLabel("Choose crowd #4").check();
  await bar.getByRole("button", { name: "Choose all" }).click();
  await bar.getByRole("button", { name: "Delete…" }).click();
  await dialog.getByText("2 of 2 runs will be deleted").waitFor();
  await dialog.getByRole("button", { name: "Delete 2 runs" }).click();
  await dialog.getByText("2 of 2 runs are deleted.").waitFor();
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  await see(page, "No run is like that");
  await page.goto(`/history?task=${first.id}`);
  await see(page, "2 runs, and none older");
  assert.deepEqual(problems, []);
});
