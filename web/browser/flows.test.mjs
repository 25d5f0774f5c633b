// Flows, as a person works with them: written, run, watched, mended and gone on from.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, editor, ended, makeFlow, makeGate, openPage, record, runFlow, see, seeStatus, write } from "./support.mjs";

let site;
before(async () => (site = await begin()));
after(() => site.close());

/** Python that writes `value` as the component's outputs. */
const give = (value) => `import json, os\ninputs = json.load(open(os.environ["ANNALS_INPUTS"]))\njson.dump(${value}, open(os.environ["ANNALS_OUTPUTS"], "w"))`;

/** Waits until a component of the graph stands so. */
const seeNode = (page, name, look) => page.locator(`[data-node="${name}"][data-look="${look}"]`).waitFor();

/** Draws a line in the graph from the end of one component to the beginning of another. */
async function connect(page, from, to) {
  const end = page.locator(".react-flow__node", { hasText: from }).locator(".react-flow__handle.source");
  const start = page.locator(".react-flow__node", { hasText: to }).locator(".react-flow__handle.target");
  const [a, b] = [await end.boundingBox(), await start.boundingBox()];
  await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2);
  await page.mouse.down();
  await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 8 });
  await page.mouse.up();
}

test("a flow is written, run, watched, and gone on from with mended code", async (t) => {
  const gate = await makeGate(t);
  const { page, problems } = await openPage(t, site);
  await page.goto("/history");
  await see(page, "Nothing has run yet");
  await page.keyboard.press("g");
  await page.keyboard.press("f");
  await see(page, "There is no flow yet");
  await page.getByRole("link", { name: "Make the first flow" }).click();

  const save = page.getByRole("button", { name: "Save the flow" });
  const id = page.getByLabel("Id", { exact: true });
  const add = page.getByRole("button", { name: "Add one after it" });
  await page.getByLabel("Name of the flow").fill("sums");
  await id.fill("load");
  await write(page, "Python code of load", `print("waits", flush=True)\n${gate.wait}\n${give('inputs["n"] + 1')}`);
  await add.click();
  await id.fill("load");
  await see(page, "Another component has the id “load”.");
  assert.ok(await save.isDisabled());
  await id.fill("double");
  await write(page, "Python code of double", 'print("breaks")\nraise SystemExit(3)');
  await page.getByRole("button", { name: "Add a component" }).click();
  await id.fill("report");
  await write(page, "Python code of report", give('{"told": inputs["upstream"]}'));

  // By the mouse in the graph, and by what stands in the fields.
  const needs = page.getByRole("group", { name: "Needs" });
  await connect(page, "double", "report");
  await needs.getByLabel("double").and(page.locator(":checked")).waitFor();
  await page.locator("[data-node]", { hasText: "load" }).click();
  await needs.getByLabel("report").check();
  await see(page, /in a round: .*load/);
  assert.ok(await save.isDisabled());
  await needs.getByLabel("report").uncheck();
  await save.click();
  await page.getByRole("heading", { name: "sums", exact: true }).waitFor();
  await see(page, "needs double", "[data-component=report]");

  await page.getByRole("button", { name: "Run…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Inputs").fill("[");
  await see(page, "This is not JSON");
  await dialog.getByLabel("Inputs").fill('{"n": 20}');
  await dialog.getByRole("button", { name: "Start the run" }).click();

  // The states are live, in the graph and in the bars.
  await seeNode(page, "load", "running");
  await seeNode(page, "double", "pending");
  await page.locator("[data-bar=load]").click();
  await see(page, "waits", "[data-log]");
  gate.open();
  await seeNode(page, "load", "success");
  await seeNode(page, "double", "failure");
  await seeNode(page, "report", "skipped");
  await seeStatus(page, "failure");
  await editor(page, "Outputs").getByText("21").waitFor();
  await page.locator('[data-node="double"]').click();
  await see(page, "breaks", "[data-log]");

  await page.getByRole("link", { name: "Run again from here" }).click();
  const step = (name, action) => page.locator(`[data-step=${name}][data-action=${action}]`);
  await step("load", "reuse").getByText("it succeeded in run #1").waitFor();
  await step("report", "run").waitFor();
  await write(page, "Python code of double", give('inputs["upstream"]["load"] * 2'));
  const change = page.getByRole("region", { name: "Changes: Python code of double" });
  await change.locator(".cm-deletedChunk").getByText("breaks").waitFor();
  await page.getByRole("button", { name: "Start the run" }).click();
  await page.getByRole("heading", { name: "sums #2" }).waitFor();
  await seeStatus(page, "success");
  await seeNode(page, "load", "reused");
  await seeNode(page, "report", "success");
  await page.locator('[data-node="load"]').click();
  await page.getByRole("link", { name: "Its log and times are there" }).click();
  await page.getByRole("heading", { name: "sums #1" }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "Inputs & Outputs" }).click();
  await editor(page, "report").getByText("42").waitFor();
  assert.deepEqual(problems, []);
});

test("each try is a bar of its own, and a log is chosen by its component", async (t) => {
  const code = 'import sys\nprint("a try")\nsys.exit(3)';
  const flow = await makeFlow(site.url, "tries", [{ id: "flaky", code, retries: 2 }, { id: "calm", code: 'print("calm")' }]);
  const run = await runFlow(site.url, flow.id);
  await ended(site.url, run.id);
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${run.id}`);
  const bar = page.locator("[data-bar=flaky]");
  await bar.getByText("3 tries").waitFor();
  assert.equal(await bar.locator("[data-segment=failure]").count(), 3);
  assert.match(await bar.locator("[data-segment]").first().getAttribute("title"), /^Try 1: exited with code 3/);
  // What failed is shown first; the log lets one choose another.
  await see(page, "a try", "[data-log]");
  await page.getByLabel("Part of the run").selectOption("calm");
  await see(page, "calm", "[data-log]");
  assert.equal(new URL(page.url()).searchParams.get("node"), "calm");
  await page.getByRole("link", { name: "Code", exact: true }).click();
  await editor(page, "flaky").getByText("a try").waitFor();
  assert.deepEqual(problems, []);
});

test("what is written is not lost, and what the server refuses stands at its place", async (t) => {
  const flow = await makeFlow(site.url, "kept", [{ id: "one", code: "pass" }]);
  const { page, problems } = await openPage(t, site);
  await page.goto(`/flows/${flow.id}/edit`);
  await page.getByLabel("Dependencies").fill("six\n!!");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "History" }).click();
  const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
  await dialog.getByRole("button", { name: "Go on editing" }).click();
  assert.equal(await page.getByLabel("Dependencies").inputValue(), "six\n!!");
  await page.getByRole("button", { name: "Save the flow" }).click();
  await see(page, /line 2: .*is not a package's name/, "[aria-label=Component]");
  await page.getByLabel("Dependencies").fill("");

  // As text: what is no flow is told, what is one is taken at once.
  await page.getByRole("button", { name: "JSON" }).click();
  await write(page, "Flow as JSON", '{"name": "kept", "components": [{"id": "one"}]}');
  await see(page, "components.0.code must be a text.");
  assert.ok(await page.getByRole("button", { name: "List" }).isDisabled());
  const text = { name: "kept", components: [{ id: "one", code: "pass" }, { id: "two", code: "pass", retries: 1 }], edges: [{ from: "one", to: "two" }] };
  await write(page, "Flow as JSON", JSON.stringify(text));
  await page.getByRole("button", { name: "List" }).click();
  const list = page.getByRole("list", { name: "Components" });
  await list.getByText("needs one").waitFor();

  // With keys alone.
  await list.getByRole("button", { name: /^two/ }).press("Enter");
  await page.getByRole("group", { name: "Needs" }).getByLabel("one").press("Space");
  await list.getByText("needs nothing").nth(1).waitFor();
  await page.getByRole("button", { name: "Save the flow" }).press("Enter");
  await page.locator("[data-component=two]").getByText("needs nothing").waitFor();
  await page.goto(`/flows/${flow.id}/edit`);
  await page.getByLabel("What it is for").fill("nothing");
  await page.getByRole("link", { name: "Leave" }).click();
  await dialog.getByRole("button", { name: "Leave, and lose the changes" }).click();
  await page.getByRole("heading", { name: "kept", exact: true }).waitFor();
  assert.deepEqual(problems, []);
});

test("a line of the graph is taken away by keys", async (t) => {
  const flow = await makeFlow(site.url, "lines", [{ id: "a", code: "pass" }, { id: "b", code: "pass" }], ["a b"]);
  const { page } = await openPage(t, site);
  await page.goto(`/flows/${flow.id}/edit?view=graph`);
  await page.locator(".react-flow__edge").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Disconnect" }).waitFor();
  await page.keyboard.press("Delete");
  await page.locator(".react-flow__edge").waitFor({ state: "detached" });
  await page.locator('[data-node]', { hasText: "b" }).focus();
  await page.keyboard.press("Delete");
  await page.locator('[data-node]', { hasText: "b" }).waitFor({ state: "detached" });
  assert.equal(await page.locator("[data-node]").count(), 1);
});

test("the flows are live, their runs are filtered, and what goes with one is said first", async (t) => {
  const gate = await makeGate(t);
  const flow = await makeFlow(site.url, "lively", [{ id: "one", code: gate.wait }]);
  const { page, problems } = await openPage(t, site);
  // Among the tasks it stands too, and leads to its own page, also before its first run.
  await page.goto(`/tasks/${flow.id}`);
  await see(page, "It has not run yet");
  await page.goto("/flows?q=lively");
  const row = page.getByRole("region", { name: "Flows" }).getByRole("listitem");
  await row.getByText("No run").waitFor();
  await see(page, /^Live$/);
  const run = await runFlow(site.url, flow.id, { trigger_type: "nightly" });
  await row.getByText("Running").waitFor();
  gate.open();
  await row.getByText("Succeeded").waitFor();
  await row.getByText("1 run", { exact: true }).waitFor();

  await page.goto("/history?kind=flow");
  await page.getByLabel("Flow", { exact: true }).selectOption("lively");
  await see(page, "1 run, and none older");
  const figures = page.getByRole("region", { name: "Figures" });
  await figures.getByText("100 %").waitFor();
  await figures.getByRole("link", { name: /nightly 1/ }).click();
  await page.waitForURL(/trigger=nightly/);
  await page.getByLabel("Time", { exact: true }).selectOption("90d");
  await page.getByLabel("Status").selectOption("failure");
  await see(page, "No run is like that");
  await page.getByLabel("Status").selectOption("success");
  await page.locator("[data-run]").getByRole("link", { name: "#1" }).click();
  await page.getByRole("heading", { name: "lively", exact: true }).waitFor();
  await page.getByRole("link", { name: "Timeline" }).click();
  await page.getByRole("region", { name: "Timeline" }).getByText(/one started/).waitFor();
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByRole("heading", { name: "lively", exact: true }).waitFor();

  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Delete…" }).click();
  await see(page, /Its run, with logs, inputs, outputs/, "dialog");
  await page.getByRole("button", { name: "Delete the flow" }).click();
  await page.getByRole("heading", { name: "Flows" }).waitFor();
  await page.goto(`/runs/${run.id}`);
  await see(page, "There is no such run here");
  assert.deepEqual(problems, []);
});

test("a run that ran elsewhere can be looked at and not be run", async (t) => {
  const recorded = { flow_name: "elsewhere", status: "running", inputs: { day: 7 }, metadata: { host: "build-7" } };
  const run = await record(site.url, recorded);
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${run.id}`);
  await see(page, "Ran elsewhere, recorded here");
  await editor(page, "Inputs").getByText("day").waitFor();
  await editor(page, "Metadata").getByText("build-7").waitFor();
  for (const name of ["Rerun", "Cancel", "Edit & rerun"]) assert.equal(await page.getByText(name, { exact: true }).count(), 0);
  assert.equal(await page.getByRole("link", { name: "Graph" }).count(), 0);
  await page.goto(`/runs/${run.id}/resume`);
  await see(page, "This run cannot be gone on from");
  await page.goto(`/flows/${run.flow_id}`);
  await see(page, "It has no components");
  assert.equal(await page.getByRole("button", { name: "Run…" }).count(), 0);
  await page.goto("/flows?q=elsewhere");
  await see(page, "runs elsewhere, recorded here");
  assert.deepEqual(problems, []);
});
