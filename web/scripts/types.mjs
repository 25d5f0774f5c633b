// Writes src/api/schema.d.ts from the OpenAPI description that the program serves.
// With --check nothing is written, and the check fails where the file differs.
import { readFile, writeFile } from "node:fs/promises";
import openapiTypescript, { astToString } from "openapi-typescript";
import { startServer } from "./server.mjs";

const file = new URL("../src/api/schema.d.ts", import.meta.url);
const heading = "// Generated from the served OpenAPI description by `npm run types`; do not edit.\n\n";

// A field with a default may be left out of a request.
const options = { defaultNonNullable: false };

const server = await startServer();
let fresh;
try {
  const answer = await fetch(`${server.url}/api/openapi.json`);
  fresh = heading + astToString(await openapiTypescript(await answer.json(), options));
} finally {
  await server.stop();
}
if (!process.argv.includes("--check")) {
  await writeFile(file, fresh);
} else if ((await readFile(file, "utf8").catch(() => "")) !== fresh) {
  console.error("src/api/schema.d.ts is not what the program serves: run `npm run types` in web/");
  process.exitCode = 1;
}
