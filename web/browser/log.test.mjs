// The log viewer: long logs, live logs, addresses of lines.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, ended, makeGate, openPage, ran, see, seeStatus, submit } from "./support.mjs";

const MANY = 1_000_000;
let site;
before(async () => (site = await begin()));
after(() => site.close());

/** The row of a line, once it is there with its text. */
async function row(page, number) {
  const line = page.locator(`[data-log] [data-line="${number}"][data-stream]`);
  await line.waitFor();
  return line;
}

test("a page that is opened again in the middle of a live log misses nothing", async (t) => {
  const gates = [await makeGate(t), await makeGate(t), await makeGate(t)];
  const code = [
    "import sys",
    'for n in range(1, 501): print("line", n)',
    "sys.stdout.flush()",
    gates[0].wait,
    'print("on standard error", file=sys.stderr, flush=True)',
    gates[1].wait,
    'for n in range(502, 1001): print("line", n)',
    "sys.stdout.flush()",
    gates[2].wait,
    'print("the last")',
  ].join("\n");
  const made = await submit(site.url, { pythonCode: code });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${made.runId}`);
  await row(page, 500);
  await page.reload();
  await row(page, 500);
  await see(page, /^Live$/);
  gates[0].open();
  await row(page, 501);
  gates[1].open();
  await row(page, 1_000);
  await page.reload();
  await row(page, 1_000);
  gates[2].open();
  assert.match(await (await row(page, 1_001)).innerText(), /the last/);
  await seeStatus(page, "success");
  await see(page, "1,001 lines");

  // Every line, once and in order.
  await page.goto(`/runs/${made.runId}?line=495-503`);
  await row(page, 501);
  const texts = await page.locator("[data-log] [aria-current=location]").allInnerTexts();
  const told = texts.map((text) => text.replace(/\s+/g, " ").trim());
  const lines = Array.from({ length: 9 }, (_, at) => `${495 + at} line ${495 + at}`);
  lines[6] = "501 standard error: on standard error";
  assert.deepEqual(told, lines);
  assert.equal(await (await row(page, 501)).getAttribute("data-stream"), "stderr");
  assert.deepEqual(problems, []);
});

test("a log goes on where the server was killed and started again under the page", async (t) => {
  const gate = await makeGate(t);
  const code = `print("before", flush=True)\n${gate.wait}\nprint("after")\n`;
  const made = await submit(site.url, { pythonCode: code });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${made.runId}`);
  await row(page, 1);
  await see(page, /^Live$/);
  await site.server.kill();
  await see(page, "The connection broke; trying again");
  gate.open();
  await site.server.again();
  assert.match(await (await row(page, 2)).innerText(), /after/);
  await seeStatus(page, "success");
  assert.equal(await page.locator("[data-log] [data-line]").count(), 2);
  assert.deepEqual(problems, []);
});

test("following stops where one scrolls up, and goes on when asked", async (t) => {
  const gate = await makeGate(t);
  const code = `for n in range(300): print(n, flush=True)\n${gate.wait}\nfor n in range(300): print(n)\n`;
  const made = await submit(site.url, { pythonCode: code });
  const { page } = await openPage(t, site);
  await page.goto(`/runs/${made.runId}`);
  await row(page, 300);
  await page.locator("[data-log]").hover();
  await page.mouse.wheel(0, -2_000);
  const follow = page.getByRole("button", { name: "Follow the end", exact: true });
  await follow.waitFor();
  gate.open();
  await page.locator('[data-log][data-total="600"]').waitFor();
  assert.equal(await page.locator('[data-line="600"]').count(), 0);
  await ended(site.url, made.runId);
  await seeStatus(page, "success");
  await page.locator("[data-log]").press("End");
  await row(page, 600);
});

test("the log of a run that failed is shown from its end, where it tells why", async (t) => {
  const made = await ran(site.url, { pythonCode: 'for n in range(500): print(n)\nraise ValueError("no feature")' });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${made.runId}`);
  await see(page, "ValueError: no feature", "[data-log]");
  assert.equal(await page.locator('[data-line="1"]').count(), 0);
  await page.goto(`/runs/${made.runId}?line=20`);
  await row(page, 20);
  assert.deepEqual(problems, []);
});

test("a long log is scrolled to its end and searched", async (t) => {
  const code = `print("\\n".join(f"entry {n} of many" for n in range(1, ${MANY + 1})))`;
  const made = await ran(site.url, { pythonCode: code });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${made.runId}`);
  await row(page, 1);
  await page.locator("[data-log]").press("End");
  assert.match(await (await row(page, MANY)).innerText(), /entry 1000000 of many/);
  assert.ok((await page.locator("[data-line]").count()) < 200);
  // A wheel moves by lines, not by thousands of them.
  await page.locator("[data-log]").hover();
  await page.mouse.wheel(0, -400);
  await page.locator(`[data-line="${MANY}"]`).waitFor();
  await row(page, MANY - 40);

  await page.getByLabel("Search the whole log").fill("entry 77777");
  await page.keyboard.press("Enter");
  await see(page, "1 of 11");
  await row(page, 77_777);
  await page.locator("[data-log]").focus();
  await page.keyboard.press("n");
  await row(page, 777_770);
  await page.keyboard.press("Shift+N");
  await row(page, 77_777);

  // A press on a number makes an address; the address leads there.
  await (await row(page, 77_780)).getByRole("link", { includeHidden: true }).click();
  await page.waitForURL(/line=77780/);
  const { page: other } = await openPage(t, site);
  await other.goto(page.url());
  const shown = await row(other, 77_780);
  assert.equal(await shown.getAttribute("aria-current"), "location");
  assert.ok(await shown.isVisible());
  assert.deepEqual(problems, []);
});

test("colours, times and wrapping", async (t) => {
  const code = 'print("\\x1b[31mred\\x1b[0m plain"); print("x" * 3000)\nfor n in range(60): print("y" * 400)';
  const made = await ran(site.url, { pythonCode: code });
  const { page } = await openPage(t, site);
  await page.goto(`/runs/${made.runId}`);
  await (await row(page, 1)).locator(".ansi-red").getByText("red").waitFor();
  await page.getByLabel("Times of the lines").selectOption("relative");
  assert.match(await (await row(page, 1)).innerText(), /\+\d+\.\d{3}/);
  assert.equal((await (await row(page, 2)).boundingBox()).height, 20);
  await page.locator("[data-log]").focus();
  await page.keyboard.press("w");
  await page.waitForFunction(() => document.querySelector('[data-line="2"]').clientHeight > 100);
  // No line runs into the next, though there are more than the view holds.
  const heights = await page.locator("[data-line]").evaluateAll((rows) => rows.map((row) => row.scrollHeight - row.clientHeight));
  assert.deepEqual(heights.filter((more) => more > 0), []);
});

test("sections and JSON are folded and opened", async (t) => {
  const code = [
    'print("before")',
    'print("::group::Load the rows")',
    'for n in range(5_000): print("row", n)',
    'print("::endgroup::")',
    `print('{"level": "info", "rows": {"kept": 4998}}')`,
    'print("after")',
  ].join("\n");
  const made = await ran(site.url, { pythonCode: code });
  const { page, problems } = await openPage(t, site);
  await page.goto(`/runs/${made.runId}`);
  await (await row(page, 2)).getByText("Load the rows").waitFor();
  await page.getByRole("button", { name: "Fold the section" }).click();
  await see(page, "5,000 lines", '[data-line="2"]');
  // What follows the section stands right below it.
  await row(page, 5_004);
  assert.equal(await page.locator('[data-line="3"]').count(), 0);
  await (await row(page, 5_004)).getByRole("button", { name: "Open the JSON" }).click();
  await see(page, /^ +"kept": 4998$/, "[data-log]");
  await row(page, 5_005);

  // A match within a folded section opens it.
  await page.getByLabel("Search the whole log").fill("row 2500");
  await page.keyboard.press("Enter");
  await row(page, 2_503);
  await page.locator("[data-log]").focus();
  await page.keyboard.press("z");
  await page.locator('[data-line="2503"]').waitFor({ state: "detached" });
  await page.keyboard.press("z");
  await page.locator("[data-log]").press("Home");
  await row(page, 3);
  assert.deepEqual(problems, []);
});
