// The timeline of a task and of a run, in a real browser.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, makeGate, openPage, ran, see, submit } from "./support.mjs";

let site;
before(async () => {
  site = await begin();
});
after(() => site.close());

/** Writes entries by the API. */
async function tell(task, entries) {
  const answer = await fetch(`${site.url}/api/v1/tasks/${task}/history`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(entries),
  });
  assert.equal(answer.status, 201, await answer.text());
}

const region = (page) => page.getByRole("region", { name: "Timeline", exact: true });
const entries = (page) => region(page).getByRole("listitem");

test("each kind of entry is told apart, filtered in the address, and leads to its run", async (t) => {
  const made = await ran(site.url, { pythonCode: "raise SystemExit(3)", name: "told" });
  await tell(made.id, [
    { context_type: "chat_message", content: "please load it", metadata: { author: "dana" } },
    { context_type: "agent_turn", content: "I will\n".repeat(40), run_id: made.runId },
  ]);
  const { page, problems } = await openPage(t, site);
  await page.goto(`/tasks/${made.id}`);
  await page.getByRole("link", { name: "Timeline", exact: true }).click();
  const list = region(page);
  for (const name of ["Message", "Agent turn", "Step", "Setup", "Error", "Status"]) {
    await list.getByRole("listitem").locator("strong", { hasText: name }).first().waitFor();
  }
  await list.getByRole("heading", { name: "Today" }).waitFor();
  await entries(page).filter({ hasText: "please load it" }).locator("summary").click();
  await see(page, '"author": "dana"', "[data-kind=chat_message]");
  await list.getByRole("button", { name: "Show all 41 lines" }).click();
  await list.getByRole("button", { name: "Show less" }).waitFor();

  await page.getByRole("button", { name: "Errors" }).click();
  await page.waitForURL(/kind=error/);
  await page.locator("[data-kind=agent_turn]").first().waitFor({ state: "detached" });
  assert.equal(await entries(page).count(), await page.locator("[data-kind=error]").count());
  await page.getByLabel("Text in the entries").fill("exited with code 3");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=exited/);
  await page.reload();
  await see(page, "main: exited with code 3");
  assert.match(await page.getByRole("link", { name: "CSV" }).getAttribute("href"), /context_type=error&q=exited.*format=csv/);
  await page.getByRole("link", { name: "#1" }).click();
  await page.waitForURL(new RegExp(`/runs/${made.runId}.tab=timeline`));
  await page.locator("[data-kind=status_change]").getByText("Failed").waitFor();
  assert.equal(await page.getByText("please load it").count(), 0);
  assert.deepEqual(problems, []);
});

test("a timeline is live, and one can write on it", async (t) => {
  const made = await ran(site.url, { pythonCode: "pass", name: "live line" });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/tasks/${made.id}/timeline`);
  await see(page, /^Live$/, "[aria-label=Timeline]");
  await tell(made.id, { context_type: "execution_step", content: "from elsewhere" });
  await see(page, "from elsewhere");
  await page.getByLabel("Note", { exact: true }).fill("looks good");
  await page.getByLabel("Kind of the note").selectOption("agent_turn");
  await page.getByLabel("Note", { exact: true }).press("ControlOrMeta+Enter");
  await page.locator("[data-kind=agent_turn]").getByText("looks good").waitFor();
  assert.equal(await page.getByLabel("Note", { exact: true }).inputValue(), "");
  // The newest stands first, and nothing twice.
  assert.match(await entries(page).first().innerText(), /looks good/);
  assert.equal(await page.getByText("looks good").count(), 1);

  const gate = await makeGate(t);
  const again = await submit(site.url, { taskId: made.id, pythonCode: gate.wait });
  await page.locator("[data-kind=status_change]").getByText("Running").nth(1).waitFor();
  gate.open();
  await page.locator("[data-kind=status_change]").getByText("Succeeded").nth(1).waitFor();

  // After the end of a run notes may come all the same.
  await page.goto(`/runs/${again.runId}?tab=timeline`);
  await see(page, /^Live$/, "[aria-label=Timeline]");
  await tell(made.id, [
    { context_type: "chat_message", content: "of this run", run_id: again.runId },
    { context_type: "chat_message", content: "of the other", run_id: made.runId },
  ]);
  await see(page, "of this run");
  assert.match(await entries(page).last().innerText(), /of this run/);
  assert.equal(await page.getByText("of the other").count(), 0);
  assert.deepEqual(problems, []);
});

test("older entries are read when they are asked for", async (t) => {
  const made = await ran(site.url, { pythonCode: "pass", name: "much told" });
  const many = Array.from({ length: 80 }, (_, n) => ({ context_type: "execution_step", content: `step ${n} of many` }));
  await tell(made.id, many);
  const { page, problems } = await openPage(t, site);
  await page.goto(`/tasks/${made.id}/timeline?kind=execution_step`);
  await see(page, "step 79 of many");
  await see(page, "50 entries so far");
  assert.equal(await page.getByText("step 0 of many").count(), 0);
  await page.getByRole("button", { name: "Older entries" }).click();
  await see(page, "step 0 of many");
  await page.getByRole("button", { name: "Newest first" }).click();
  await page.waitForURL(/order=asc/);
  await see(page, "step 0 of many");
  assert.doesNotMatch(await entries(page).last().innerText(), /step 79/);
  await page.goto(`/tasks/${made.id}/timeline?q=nothing like it`);
  await see(page, "No entry is like that");
  assert.deepEqual(problems, []);
});
