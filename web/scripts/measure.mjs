// Measures the pages in a real browser and prints the figures; nothing fails by them.
//
//   ANNALS_TEST_BINARY=target/release/annals node web/scripts/measure.mjs [DATA_FOLDER]
//
// The history is that of DATA_FOLDER, such as one with many runs; without it there is one run.
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { begin, ran, submit } from "../browser/support.mjs";

const SECONDS = 10;
const dist = new URL("../dist/", import.meta.url);

/** The size of what the first page loads, compressed. */
async function bundle() {
  const page = await readFile(new URL("index.html", dist), "utf8");
  const files = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map((found) => found[1]);
  const sizes = await Promise.all(files.map(async (file) => gzipSync(await readFile(new URL(file, dist))).length));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The milliseconds from the beginning of the navigation until rows of the history are painted: the middle of seven. */
async function firstPaint(site) {
  const taken = [];
  for (let turn = 0; turn < 8; turn += 1) {
    const context = await site.browser.newContext({ baseURL: site.url, viewport: { width: 1280, height: 800 } });
    await context.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.querySelector("[data-run]")) return;
        observer.disconnect();
        requestAnimationFrame(() => requestAnimationFrame(() => (window.paintedAt = performance.now())));
      }).observe(document, { childList: true, subtree: true });
    });
    const page = await context.newPage();
    await page.goto("/history");
    const painted = await page.waitForFunction(() => window.paintedAt);
    taken.push(await painted.jsonValue());
    await context.close();
  }
  // The first one warms the server.
  return taken.slice(1).sort((a, b) => a - b)[3];
}

/** The share of one core that the page's main thread takes while 1,000 lines a second come. */
async function following(site) {
  const code = [
    "import time",
    "begun, n = time.monotonic(), 0",
    `while (now := time.monotonic() - begun) < ${SECONDS + 5}:`,
    "    while n < now * 1000:",
    "        n += 1",
    '        print(f"line {n} of a program that says a good deal, a hundred characters or so in each line, all day", flush=True)',
    "    time.sleep(0.01)",
  ].join("\n");
  const made = await submit(site.url, { pythonCode: code });
  const page = await site.browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(`${site.url}/runs/${made.runId}`);
  await page.waitForFunction(() => Number(document.querySelector("[data-log]")?.dataset.total) > 1_000);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const busy = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    const value = (name) => metrics.find((metric) => metric.name === name).value;
    return { at: value("Timestamp"), spent: value("TaskDuration") };
  };
  const before = await busy();
  await page.waitForTimeout(SECONDS * 1_000);
  const after = await busy();
  return (after.spent - before.spent) / (after.at - before.at);
}

const folder = process.argv[2];
const site = await begin(folder ? ["--data-dir", folder] : []);
try {
  if (!folder) await ran(site.url, { pythonCode: "pass" });
  console.log(`main bundle, gzip            ${((await bundle()) / 1000).toFixed(0)} kB`);
  console.log(`first paint of the history   ${(await firstPaint(site)).toFixed(0)} ms`);
  console.log(`following 1,000 lines/s      ${((await following(site)) * 100).toFixed(0)} % of a core`);
} finally {
  await site.close();
}
