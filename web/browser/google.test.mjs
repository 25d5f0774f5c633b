// A Google account, connected as a person does it: from the page to Google's question and back. Google is played by a server on
// another host name, so that the browser takes the way there for one to another site.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { invoice } from "./documents.mjs";
import { begin, openPage, see } from "./support.mjs";

const TOKEN = "a-token-for-the-checks-0123456789";
const FIELDS = [{ field_name: "Invoice number", data_type_id: "text" }];
const READS_MAIL = "https://www.googleapis.com/auth/gmail.readonly";

let google;
let site;
before(async () => {
  google = await startGoogle();
  const at = (path) => `"${google.url}${path}"`;
  const config = [
    ['google_client_id="annals", google_client_secret="hidden"'],
    [`google_auth_url=${at("/consent")}, google_token_url=${at("/token")}`],
    [`google_revoke_url=${at("/revoke")}, google_api_url=${at("/")}`],
  ];
  site = await begin([], { ANNALS_ADMIN_TOKEN: TOKEN, ANNALS_AUTOMATIONS: `{${config.join(", ")}}` });
});
after(async () => {
  await site?.close();
  google.stop();
});

/** A Google whose account has one mail that searches find, once it came. */
async function startGoogle() {
  const asked = { codes: new Map(), searches: [], revoked: [], hasMail: false };
  const server = createServer(async (request, answer) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const url = new URL(request.url, "http://localhost");
    const form = new URLSearchParams(Buffer.concat(parts).toString());
    const said = url.pathname === "/consent" ? consent(asked, url.searchParams) : replied(asked, url, form);
    const type = typeof said === "string" ? "text/html" : "application/json";
    answer.writeHead(said === null ? 400 : 200, { "content-type": type });
    answer.end(typeof said === "string" ? said : JSON.stringify(said ?? { error: "invalid_grant" }));
  });
  await new Promise((resolve) => server.listen(0, "localhost", resolve));
  const stop = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://localhost:${server.address().port}`, asked, stop };
}

/** The page on which Google asks, and where each answer leads. */
function consent(asked, params) {
  assert.deepEqual([params.get("client_id"), params.get("access_type"), params.get("response_type")], ["annals", "offline", "code"]);
  const back = (answer) => {
    const url = new URL(params.get("redirect_uri"));
    for (const [name, value] of Object.entries({ ...answer, state: params.get("state") })) url.searchParams.set(name, value);
    return url.href.replaceAll("&", "&amp;");
  };
  const all = params.get("scope").split(" ");
  const code = (scopes) => {
    const name = `4/0A${asked.codes.size}`;
    asked.codes.set(name, { challenge: params.get("code_challenge"), scopes });
    return back({ code: name, scope: scopes.join(" ") });
  };
  const ways = { Allow: code(all), "Allow some": code(all.filter((scope) => scope !== READS_MAIL)), Cancel: back({ error: "access_denied" }) };
  const links = Object.entries(ways).map(([name, to]) => `<p><a href="${to}">${name}</a></p>`);
  return `<!doctype html><title>Sign in</title><h1>Annals wants to access your account</h1>${links.join("")}`;
}

/** What a program is answered; null refuses. */
function replied(asked, { pathname, searchParams }, form) {
  if (pathname === "/token") return token(asked, form);
  if (pathname === "/revoke") return { revoked: asked.revoked.push(form.get("token")) };
  const mailbox = "/gmail/v1/users/me";
  const own = pathname.replace(mailbox, "");
  if (own === "/profile") return { emailAddress: "ada@acme.example", historyId: "10" };
  if (own === "/history") {
    const records = asked.hasMail ? ["m1", "m2"].map((id, at) => ({ id: `${11 + at}`, messagesAdded: [{ message: { id } }] })) : [];
    return { historyId: asked.hasMail ? "20" : "10", history: records };
  }
  if (own === "/messages") {
    asked.searches.push(searchParams.get("q"));
    return { messages: [{ id: "m1" }] };
  }
  if (own === "/messages/m1") return mail("m1", "The bill");
  if (own === "/messages/m2") return mail("m2", "Holidays");
  if (own.endsWith("/attachments/a")) return { data: invoice("bill.txt", "INV-7", "1.00").buffer.toString("base64url") };
  return null;
}

/** A token, if the code is good and whoever brings it is who asked for it. */
function token(asked, form) {
  if (form.get("grant_type") === "refresh_token") return { access_token: "access", expires_in: 3600 };
  const code = asked.codes.get(form.get("code"));
  const challenge = createHash("sha256").update(form.get("code_verifier") ?? "").digest("base64url");
  if (code?.challenge !== challenge) return null;
  asked.codes.delete(form.get("code"));
  return { access_token: "access", refresh_token: "refresh", expires_in: 3600, scope: code.scopes.join(" ") };
}

function mail(id, subject) {
  const headers = [
    { name: "Subject", value: subject },
    { name: "From", value: "shop@acme.example" },
  ];
  const part = { filename: "bill.txt", mimeType: "text/plain", body: { attachmentId: "a", size: 80 } };
  return { id, labelIds: ["INBOX"], payload: { headers, parts: [part] } };
}

/** A page of somebody who is signed in and looks at their account; only Google is asked besides the server. */
async function atAccount(t) {
  const opened = await openPage(t, site);
  const { page, problems } = opened;
  await page.goto("/integrations/google");
  await page.getByLabel("Access token").fill(TOKEN);
  await page.getByRole("button", { name: "Sign in" }).click();
  const others = () => problems.filter((problem) => !problem.startsWith(`asked ${google.url}/consent`));
  return { page, others, account: page.getByRole("region", { name: "Google account" }) };
}

/** Goes to Google and answers there. */
async function answer(page, account, words) {
  await account.getByRole("button", { name: /^Connect an/ }).click();
  await page.getByRole("heading", { name: "Annals wants to access your account" }).waitFor();
  assert.equal(new URL(page.url()).origin, google.url);
  await page.getByRole("link", { name: words, exact: true }).click();
}

test("who does not agree at Google is told so and can begin again", async (t) => {
  const { page, others, account } = await atAccount(t);
  await answer(page, account, "Cancel");
  await page.getByRole("alert").getByText("You did not agree at Google, so nothing was connected.").waitFor();
  assert.equal(new URL(page.url()).origin, site.url);
  await account.getByText("No", { exact: true }).waitFor();
  await account.getByRole("button", { name: "Connect an account" }).waitFor();
  assert.equal(google.asked.codes.size, 2, "no code was exchanged");
  assert.deepEqual(others(), []);
});

test("who grants only some of it is told what does not work", async (t) => {
  const { page, others, account } = await atAccount(t);
  await answer(page, account, "Allow some");
  await account.getByText(/It was not allowed to read mail in Gmail/).waitFor();
  await account.getByRole("button", { name: "Disconnect" }).click();
  await account.getByText("No", { exact: true }).waitFor();
  assert.deepEqual(google.asked.revoked, ["refresh"]);
  assert.deepEqual(others(), []);
});

test("a code that comes back with another state connects nothing", async (t) => {
  const { page, others, account } = await atAccount(t);
  await account.getByRole("button", { name: "Connect an account" }).waitFor();
  await page.goto("/integrations/google?code=4%2F0A&state=made.up.here");
  await page.getByRole("alert").getByText(/state is none that this server gave/).waitFor();
  await page.getByRole("button", { name: "Begin again" }).click();
  await account.getByRole("button", { name: "Connect an account" }).waitFor();
  assert.equal(new URL(page.url()).search, "");
  assert.deepEqual(others(), []);
});

test("an account is connected, and a mail that a search finds becomes a run", async (t) => {
  const { page, others, account } = await atAccount(t);
  await answer(page, account, "Allow");
  await account.getByText("ada@acme.example").waitFor();
  // The code stays neither in the address nor behind the Back button, and a reload connects nothing anew.
  await page.waitForURL(`${site.url}/integrations/google`);
  await page.reload();
  await account.getByText("ada@acme.example").waitFor();
  await account.getByRole("button", { name: "Connect another account" }).waitFor();

  const job = await asUser("POST", "/api/v1/jobs/initiate", { name: "bills", files: [] });
  await asUser("PUT", `/api/v1/jobs/${job.job_id}/fields`, { fields: FIELDS });
  await page.goto(`/automations/new?job=${job.job_id}`);
  await page.getByLabel("Name", { exact: true }).fill("bills by mail");
  await page.getByRole("radio", { name: /Gmail/ }).check({ force: true });
  await see(page, "It uses your Google account ada@acme.example.");
  await page.getByLabel("Search", { exact: false }).and(page.locator("input")).fill("has:attachment bill");
  await page.getByText("More settings").click();
  await page.getByLabel("Look every").fill("1");
  await page.getByRole("button", { name: "Make it" }).click();
  await page.getByRole("heading", { name: "bills by mail" }).waitFor();
  await see(page, "Nothing has happened yet");
  await looked(page);
  google.asked.hasMail = true;

  const events = page.getByRole("region", { name: "Events" });
  await events.locator("[data-event-status=completed]").waitFor();
  await events.getByText(/The bill/).first().waitFor();
  // Two mails came, and the search found one.
  assert.equal(await events.getByText(/Holidays/).count(), 0);
  assert.match(google.asked.searches[0], /^has:attachment bill after:\d+$/);
  await events.getByRole("link", { name: "Its run and results" }).click();
  await page.getByRole("grid", { name: "Results" }).getByText("INV-7").waitFor();
  assert.deepEqual(others(), []);
});

/** Waits until the automation of the page was looked at: what came before is no event. */
async function looked(page) {
  const id = new URL(page.url()).pathname.split("/").at(-1);
  while (!(await asUser("GET", `/api/v1/automations/${id}`)).last_checked_at) await new Promise((resolve) => setTimeout(resolve, 100));
}

async function asUser(method, path, body) {
  const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
  const answer = await fetch(site.url + path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}
