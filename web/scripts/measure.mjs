// Measures the pages of a running server in a real browser and prints the figures as JSON; `annals-bench browser` runs it and
// says what each figure should be.
//
//   node scripts/measure.mjs history URL [VISITS]    until the history's rows are painted, and the scripts that takes
//   node scripts/measure.mjs follow URL [SECONDS]    processor time while a log grows by 1,000 lines a second
import { gzipSync } from "node:zlib";
import { openBrowser, submit } from "../browser/support.mjs";

const VIEWPORT = { width: 1280, height: 800 };
/** Visits that only warm the server and the browser. */
const WARM_UP = 5;

/** Runs in the page: promises the time of each step, in milliseconds since the navigation began. */
function notePaint() {
  window.painted = new Promise((resolve) => {
    const finish = (painted) => {
      const files = performance.getEntriesByType("resource").filter((file) => file.responseEnd <= painted);
      const assets = files.filter((file) => file.name.includes("/assets/"));
      const list = files.find((file) => file.name.includes("/api/v1/runs?"));
      resolve({
        loaded: Math.max(...assets.map((file) => file.responseEnd)),
        asked: list?.startTime,
        answered: list?.responseEnd,
        content: performance.getEntriesByName("first-contentful-paint")[0]?.startTime,
        painted,
        scripts: assets.map((file) => file.name).filter((name) => name.endsWith(".js")),
      });
    };
    // The browser tells when it has shown the text of an element that is marked before.
    new PerformanceObserver((list) => finish(list.getEntries()[0].renderTime)).observe({ type: "element" });
    new MutationObserver((_, observer) => {
      const row = document.querySelector("[data-run] a");
      if (!row) return;
      observer.disconnect();
      row.setAttribute("elementtiming", "row");
    }).observe(document, { childList: true, subtree: true });
  });
}

/** A window that was just opened loads pages of the browser's own; waits until the browser does next to nothing. */
async function atRest(devtools, page) {
  const used = async () => {
    const { processInfo } = await devtools.send("SystemInfo.getProcessInfo");
    return processInfo.reduce((total, one) => total + one.cpuTime, 0);
  };
  for (let before = await used(), quiet = 0; quiet < 3; ) {
    await page.waitForTimeout(100);
    const now = await used();
    quiet = now - before < 0.02 ? quiet + 1 : 0;
    before = now;
  }
}

async function visit(context, devtools) {
  const page = await context.newPage();
  await atRest(devtools, page);
  await page.goto("/history");
  const steps = await page.evaluate(() => window.painted);
  await page.close();
  return steps;
}

/** The bytes of `files`, each compressed by gzip. */
async function compressed(files) {
  const sizes = files.map(async (file) => gzipSync(Buffer.from(await (await fetch(file)).arrayBuffer())).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** Visits the history `visits` times with an empty cache, and each time once more with what the first visit left there. */
async function history(browser, url, visits) {
  const first = [];
  const again = [];
  const devtools = await browser.newBrowserCDPSession();
  for (let turn = 0; turn < WARM_UP + visits; turn += 1) {
    const context = await browser.newContext({ baseURL: url, viewport: VIEWPORT });
    await context.addInitScript(notePaint);
    first.push(await visit(context, devtools));
    again.push(await visit(context, devtools));
    await context.close();
  }
  const steps = ({ scripts: _, ...times }) => times;
  return {
    first: first.slice(WARM_UP).map(steps),
    again: again.slice(WARM_UP).map(steps),
    script_bytes: await compressed(first[0].scripts),
  };
}

/** A program that prints 1,000 lines a second until it is cancelled. */
const PROGRAM = `
import time
begun, n = time.monotonic(), 0
while True:
    while n < (time.monotonic() - begun) * 1000:
        n += 1
        print(f"line {n} of a program that says a good deal, a hundred characters or so in each line, all day", flush=True)
    time.sleep(0.01)
`;

/** Seconds of processor time so far: the page's process, its main thread, the browser with all its processes; and the lines. */
async function spent(browser, devtools, page) {
  const lines = await page.locator("[data-log]").getAttribute("data-total");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const { processInfo } = await browser.send("SystemInfo.getProcessInfo");
  const metric = (name) => metrics.find((one) => one.name === name).value;
  const sum = (all) => all.reduce((total, one) => total + one.cpuTime, 0);
  return {
    at: metric("Timestamp"),
    page: sum(processInfo.filter((one) => one.type === "renderer")),
    main_thread: metric("TaskDuration"),
    browser: sum(processInfo),
    lines: Number(lines),
  };
}

/** What a second of following takes, on average over `seconds`. */
async function follow(browser, url, seconds) {
  const { runId } = await submit(url, { pythonCode: PROGRAM });
  const page = await browser.newPage({ viewport: VIEWPORT });
  await page.goto(`${url}/runs/${runId}`);
  await page.waitForFunction(() => Number(document.querySelector("[data-log]")?.dataset.total) > 2_000);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const whole = await browser.newBrowserCDPSession();
  const before = await spent(whole, devtools, page);
  await page.waitForTimeout(seconds * 1_000);
  const { at, ...after } = await spent(whole, devtools, page);
  await fetch(`${url}/api/v1/runs/${runId}/cancel`, { method: "POST" });
  return Object.fromEntries(Object.entries(after).map(([name, value]) => [name, (value - before[name]) / (at - before.at)]));
}

const [what, url, count] = process.argv.slice(2);
if (!url || !["history", "follow"].includes(what)) {
  console.error("usage: measure.mjs history URL [VISITS] | follow URL [SECONDS]");
  process.exit(2);
}
const browser = await openBrowser();
try {
  const found = what === "history" ? await history(browser, url, Number(count ?? 50)) : await follow(browser, url, Number(count ?? 10));
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
}
