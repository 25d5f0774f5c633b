// Starts the program on a free port with a folder of its own, for checks that need it.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../target/debug/annals", import.meta.url));

/** The program: the one that the workspace's build makes, unless another is named. */
export const binary = process.env.ANNALS_TEST_BINARY ?? built;

/**
 * Starts a server; `stop` ends it and removes what it kept, `kill` ends it at once as a crash does,
 * `again` starts it at the same place with what it kept.
 */
export async function startServer(options = [], env = {}) {
  const folder = await mkdtemp(join(tmpdir(), "annals-web-"));
  const begin = (listen) => {
    const own = options.includes("--data-dir") ? [] : ["--data-dir", join(folder, "data")];
    const args = ["serve", "--listen", listen, ...own, ...options];
    return startProcess(args, { ...process.env, ...env });
  };
  let current = await begin("127.0.0.1:0");
  const url = current.url;
  return {
    url,
    kill: () => current.end("SIGKILL"),
    again: async () => {
      current = await begin(new URL(url).host);
    },
    stop: async () => {
      await current.end("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startProcess(args, env) {
  const child = spawn(binary, args, { stdio: ["ignore", "pipe", "pipe"], env });
  const said = [];
  child.stderr.on("data", (part) => said.push(part));
  const ended = new Promise((resolve) => child.once("close", resolve));
  const url = await firstUrl(child, ended, said);
  const end = (signal) => {
    child.kill(signal);
    return ended;
  };
  return { url, end };
}

async function firstUrl(child, ended, said) {
  const lines = createInterface({ input: child.stdout });
  const ready = new Promise((resolve) => {
    lines.on("line", (line) => {
      const found = /^annals ready (\S+)/.exec(line);
      if (found) resolve(found[1]);
    });
  });
  const failed = ended.then((code) => {
    throw new Error(`the server ended with ${code}: ${Buffer.concat(said).toString()}`);
  });
  failed.catch(() => undefined);
  return Promise.race([ready, failed]);
}
