// A server that wants a token: one signs in and out.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { begin, openPage, see } from "./support.mjs";

const TOKEN = "a-token-for-the-checks-0123456789";
let site;
before(async () => (site = await begin([], { ANNALS_ADMIN_TOKEN: TOKEN })));
after(() => site.close());

test("one signs in with a token, is where one wanted to be, and signs out", async (t) => {
  const { page, context, problems } = await openPage(t, site);
  await page.goto("/tasks?q=x");
  await page.getByLabel("Access token").fill("not the token");
  await page.getByRole("button", { name: "Sign in" }).click();
  await see(page, "The token is not known");
  await page.getByLabel("Access token").fill(TOKEN);
  await page.getByRole("button", { name: "Sign in" }).click();
  await see(page, "No task is like that");
  assert.equal(new URL(page.url()).search, "?q=x");

  const [cookie] = await context.cookies();
  assert.deepEqual([cookie.httpOnly, cookie.sameSite], [true, "Strict"]);
  assert.equal(await page.evaluate(() => document.cookie), "");

  await page.getByRole("button", { name: /^Sign out/ }).click();
  await page.getByLabel("Access token").waitFor();
  await page.goto("/history");
  await page.getByLabel("Access token").waitFor();
  assert.deepEqual(problems, []);
});

test("a page of another site can do nothing with the session", async (t) => {
  const { page, context } = await openPage(t, site);
  await page.goto("/history");
  await page.getByLabel("Access token").fill(TOKEN);
  await page.getByRole("button", { name: "Sign in" }).click();
  await see(page, "Nothing has run yet");
  const answer = await context.request.post("/api/v1/tasks/submit", {
    headers: { origin: "http://evil.example" },
    data: { pythonCode: "pass" },
  });
  assert.equal(answer.status(), 403);
});
