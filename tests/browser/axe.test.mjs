/**
 * axe finds nothing on any page of the house, in light, in the dark and on a phone: with dialogs, preview, palette and
 * menus open, in an empty house, and on the pages of strangers. The list comes from the rooms' own routes: a page
 * without an address here stops the story.
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { firm, linkHasEnded, setUp, startEmpty } from "./firm.mjs";
import { dropFiles, logins, looks, notice, openBrowser, openWindow, resumeFiles, shot, signIn, startDemo } from "./house.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const colours = ["color-contrast", "link-in-text-block"];
const crates = join(import.meta.dirname, "../../crates");

/** Every GET route, read from the tables of the rooms. */
const routes = readdirSync(crates)
  .map(crate => { try { return readFileSync(join(crates, crate, "src/lib.rs"), "utf8"); } catch { return ""; } })
  .flatMap(text => [...text.matchAll(/\.get\("([^"]+)"/g)].map(found => found[1]));

let browser;
let house;
before(async () => { [browser, house] = await Promise.all([openBrowser(), startDemo()]); }, { timeout: 900_000 });
after(async () => { await browser?.close(); await house?.stop(); });

/** Looks at what a window shows, in each of its faces, and gathers what axe finds. */
function inspector(page, look, url) {
  const faces = look === "phone" ? ["light"] : ["light", "dark"];
  const wrong = [];
  const see = async name => {
    for (const face of faces) {
      // Half-way through a fade, colours are nobody's; a sheet of the script's own is not the policy's matter.
      await page.evaluate(() => {
        const still = new CSSStyleSheet();
        still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
        document.adoptedStyleSheets = [still];
      });
      await page.emulateMedia({ colorScheme: face, reducedMotion: "reduce" });
      if (!await page.evaluate(() => Boolean(window.axe))) await page.evaluate(axe);
      // The dark changes colours and nothing else: only the rules that look at them are asked again.
      const runOnly = face === "dark" ? { type: "rule", values: colours } : { type: "tag", values: rules };
      const found = await page.evaluate(async only => {
        const { violations } = await window.axe.run(document, { runOnly: only, resultTypes: ["violations"] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 2).map(node => node.html.slice(0, 300)).join(" | ")}`);
      }, runOnly);
      for (const fault of found) {
        wrong.push(`${look} ${face} ${name}: ${fault}`);
        // Said at once: the end of the story is far.
        process.stderr.write(`${wrong.at(-1)}\n`);
      }
      const file = name.replaceAll(/[0-9a-hjkmnp-tv-z]{13}/g, "one").replaceAll(/[^\w.-]+/g, "-").replace(/^-|-$/g, "");
      await shot(page, `axe-${look === "phone" ? look : face}-${file.slice(0, 80) || "today"}`);
    }
  };
  const visit = async (address, status = 200, name = address) => {
    const answer = await page.goto(url + address);
    assert.equal(answer.status(), status, address);
    await see(name);
  };
  return { wrong, see, visit, open: address => page.goto(url + address) };
}

const id = "[0-9a-hjkmnp-tv-z]{13}";

/** Something that exists for each placeholder of a route, found on the pages that list it. */
async function examples(page, url) {
  const link = async (from, pattern) => {
    const text = await (await page.request.get(url + from)).text();
    const found = new RegExp(`"(${pattern})["?#]`).exec(text);
    assert.ok(found, `${from} has no link like ${pattern}`);
    return found[1];
  };
  const last = address => address.split("/").pop();
  const list = await (await page.request.get(`${url}/candidates?q=figma`)).text();
  let document;
  let ref;
  for (const [, person] of list.matchAll(new RegExp(`"/candidates/(${id})["?#]`, "g"))) {
    const files = await (await page.request.get(`${url}/candidates/${person}?tab=files`)).text();
    document = new RegExp(`/documents/(${id})`).exec(files)?.[1];
    ref = person;
    if (document) break;
  }
  assert.ok(document, "somebody who knows Figma came with a file");
  const job = last(await link("/jobs", `/jobs/${id}`));
  const board = await (await page.request.get(`${url}/jobs/${job}`)).text();
  return {
    ref,
    person: ref,
    document,
    page: "1",
    job,
    stage: new RegExp(`data-stage="(${id})"`).exec(board)[1],
    application: new RegExp(`/applications/(${id})`).exec(board)[1],
    pool: last(await link("/pools", `/pools/${id}`)),
    message: last(await link("/messages", `/messages/${id}`)),
    template: last(await link("/templates", `/templates/${id}`)),
    task: last(await link("/tasks?show=team", `/tasks/${id}`)),
    batch: last(await link("/uploads", `/uploads/${id}`)),
    notification: "0".repeat(13),
    user: last(await link("/users", `/users/${id}`)),
  };
}

/** The address of a route; `null` for what only a link in a mail opens, which the last stories visit. */
function fill(route, known) {
  // One leads on, one needs somebody to be chosen (more() has it with a person), one is a part of a board.
  if (route.includes("{token}") || ["/documents/{document}/pages/{page}", "/notifications/{notification}", "/applications/new", "/jobs/{job}/lanes/{stage}"].includes(route)) return null;
  const filled = route.replace("/users/{id}", `/users/${known.user}`).replaceAll(/\{(\w+)\}/g, (all, name) => known[name] ?? all);
  assert.ok(!filled.includes("{"), `no example for the route ${route}: add one to examples()`);
  return filled;
}

/** Further addresses that one template draws in another way. */
const more = known => [
  "/?tasks=week", "/candidates?q=engineer+NOT+(", "/candidates?q=nobodyatall", "/candidates?q=nurse&sort=name", "/nothing-here",
  ...["experience", "resume", "files", "emails"].map(tab => `/candidates/${known.ref}?tab=${tab}`),
  `/jobs/${known.job}?view=list`, `/jobs/${known.job}?score=99`, "/jobs?status=closed", "/jobs?status=draft", "/tasks?show=team",
  `/jobs/${known.job}/applications/new?q=a`, `/applications/new?people=${known.ref}`, `/candidates/${known.ref}/messages/new?template=${known.template}`,
  "/palette?q=an", "/messages?state=failed",
];

/** A page of its own, and neither a download nor a part of one. */
const isPage = async (page, address) => {
  const answer = await page.request.get(address);
  const kind = answer.headers();
  return !kind["content-disposition"] && (kind["content-type"] ?? "").startsWith("text/html") && (await answer.text()).includes("<html");
};

/** Does something, and waits for the dialog that it opens. */
const opens = act => async page => {
  await act(page);
  await page.locator("dialog[open] :is(h1, h2)").first().waitFor();
};

/** What opens over a page: its name, where, how, and where alone ("desk" or "phone"). */
const overlays = [
  ["add a candidate", () => "/candidates", opens(page => page.getByRole("link", { name: "Add", exact: false }).and(page.locator("[data-dialog]")).first().click())],
  ["save a view", () => "/candidates?q=nurse", opens(page => page.getByRole("link", { name: "Save this view" }).click()), "desk"],
  ["upload", () => "/candidates", async page => { await dropFiles(page, page.locator("#results"), resumeFiles("ines-guerin-cv.txt")); await page.getByRole("heading", { name: "All read" }).waitFor(); }, "desk"],
  ["sort", () => "/candidates", page => page.getByText(/^Sort:/).click()],
  ["bulk bar", () => "/candidates", async page => { await page.keyboard.press("j"); await page.keyboard.press("x"); }, "desk"],
  ["bulk bar of a pool", known => `/pools/${known.pool}`, async page => { await page.keyboard.press("j"); await page.keyboard.press("x"); }, "desk"],
  ["preview", () => "/candidates", async page => { await page.keyboard.press("j"); await page.keyboard.press("Space"); await page.getByRole("complementary", { name: /preview$/ }).waitFor(); }, "desk"],
  ["keys", () => "/candidates", page => page.keyboard.press("?"), "desk"],
  ["palette", known => `/candidates/${known.ref}`, async page => { await page.keyboard.press("Control+k"); await page.getByRole("dialog", { name: "Command palette" }).getByRole("option").first().waitFor(); }],
  ["palette without a find", () => "/", async page => { await page.keyboard.press("Control+k"); await page.getByRole("combobox").fill("zzzzzz"); await page.getByRole("option", { name: /^Search everybody/ }).waitFor(); }],
  ["notifications", () => "/", async page => { await page.getByRole("link", { name: /^Notifications/ }).first().click(); await page.getByRole("dialog", { name: "Notifications" }).waitFor(); }, "desk"],
  ["more", () => "/", page => page.getByRole("button", { name: "More" }).click(), "phone"],
  ["new task", () => "/tasks", opens(page => page.getByRole("link", { name: /^New task/ }).click())],
  ["add to a job", known => `/candidates/${known.ref}`, opens(page => page.getByRole("link", { name: /^Add to job/ }).click())],
  ["edit a fact", known => `/candidates/${known.ref}`, page => page.locator("summary[aria-label^='Lives in']").click()],
  ["a fact refused", known => `/candidates/${known.ref}`, async page => { await page.locator("summary[aria-label^='Country']").click(); await page.getByRole("textbox", { name: "Country" }).fill("Atlantis"); await page.keyboard.press("Enter"); await page.locator("[aria-invalid='true']").waitFor(); }],
  ["a fact contested", known => `/candidates/${known.ref}`, contest],
  ["a fact saved", known => `/candidates/${known.ref}`, async page => { await page.getByText("Name and headline").click(); await page.locator("summary[aria-label^='Call me']").click(); await page.getByRole("textbox", { name: "Call me" }).fill(`Pim ${Date.now()}`); await page.keyboard.press("Enter"); await notice(page, "Call me saved").waitFor(); }],
  ["mention", known => `/candidates/${known.ref}`, async page => { await page.getByLabel("Write a note").pressSequentially("@No"); await page.getByRole("option", { name: "Nora Whitfield" }).waitFor(); }],
  ["decide", known => `/jobs/${known.job}`, opens(page => page.getByRole("link", { name: /^Move or decline/ }).first().click())],
  ["hire, asked", known => `/jobs/${known.job}`, async page => { await page.getByRole("link", { name: /^Move or decline/ }).first().click(); await page.getByRole("button", { name: "Hire" }).click(); await page.getByRole("dialog", { name: /^Hire/ }).waitFor(); }],
  ["move", known => `/jobs/${known.job}`, async page => { await page.locator(".kcard a.name").first().focus(); await page.keyboard.press("m"); }, "desk"],
  ["decline", known => `/jobs/${known.job}`, async page => { await page.locator(".kcard a.name").first().focus(); await page.keyboard.press("r"); await page.getByRole("group", { name: "Why it ends" }).waitFor(); }, "desk"],
  ["preview on the board", known => `/jobs/${known.job}`, async page => { await page.locator(".kcard a.name").first().click(); await page.getByRole("complementary", { name: /preview$/ }).waitFor(); }, "desk"],
  ["filter of a board", known => `/jobs/${known.job}`, page => page.locator("summary", { hasText: "Filter" }).click(), "desk"],
  ["bulk bar of a job", known => `/jobs/${known.job}?view=list`, async page => { await page.keyboard.press("j"); await page.keyboard.press("x"); }, "desk"],
  ["find for a job", known => `/jobs/${known.job}`, async page => { await page.getByRole("link", { name: /^Add a person|^Add/ }).and(page.locator("header.top a")).first().click(); await page.getByRole("dialog").getByRole("searchbox").fill("an"); await page.getByRole("dialog").getByRole("listitem").first().waitFor(); }],
  ["a candidate refused", () => "/candidates/new", async page => { await page.getByLabel("Full name").fill("Ada"); await page.getByLabel("Phone", { exact: true }).fill("none of yours"); await page.getByRole("main").getByRole("button", { name: "Add candidate" }).click(); await page.locator("[aria-invalid='true']").waitFor(); }],
  ["a job refused", () => "/jobs/new", async page => { await page.getByLabel("Title").fill("Clerk"); await page.getByLabel("Pay from, a year").fill("plenty"); await page.getByRole("button", { name: "Create and open" }).click(); await page.locator("[aria-invalid='true']").first().waitFor(); }],
  ["a mail test that fails", () => "/settings/mail", async page => { await page.getByLabel("Server", { exact: true }).fill("nowhere.example"); await page.getByLabel("Sender's address").fill("a@b.example"); await page.getByRole("button", { name: "Send me a test" }).click(); await page.getByRole("region", { name: "The test" }).or(page.getByRole("alert")).first().waitFor(); }],
];

/** Changes a fact behind the page's back, then in the page. */
async function contest(page) {
  const csrf = await page.locator("meta[name=csrf]").getAttribute("content");
  const form = page.locator("details", { has: page.locator("summary[aria-label^='Source']") }).locator("form");
  const [action, version] = [await form.getAttribute("action"), await form.locator("[name=version]").inputValue()];
  const other = new URLSearchParams({ csrf, version, source: `Fair ${Date.now()}` }).toString();
  await page.request.post(new URL(action, page.url()).href, { data: other, headers: { "content-type": "application/x-www-form-urlencoded", origin: new URL(page.url()).origin } });
  await page.locator("summary[aria-label^='Source']").click();
  await page.getByRole("textbox", { name: "Source" }).fill("A friend");
  await page.keyboard.press("Enter");
  await page.getByRole("group", { name: "Source" }).waitFor();
}

/** The window of a look; refusals that a story provokes are no faults. */
async function windowFor(look) {
  const window = await openWindow(browser, looks[look]);
  window.expected(/status of (403|404|409|410|422)/);
  return window;
}

describe("axe", { concurrency: 2 }, () => {
  for (const look of ["light", "phone"]) {
    test(`every page and everything that opens, ${look === "phone" ? look : "light and dark"}`, { timeout: 900_000 }, async () => {
      const { page, close } = await windowFor(look);
      const { wrong, see, visit, open } = inspector(page, look, house.url);
      await signIn(page, house.url, logins.admin);
      const known = await examples(page, house.url);
      const addresses = new Set([...routes.map(route => fill(route, known)), ...more(known)].filter(Boolean));
      for (const address of addresses) {
        if (address === "/nothing-here") await visit(address, 404);
        else if (/^\/(sign-in|password)/.test(address)) continue;
        else if (await isPage(page, house.url + address)) await visit(address);
      }
      for (const [name, address, act, only] of overlays) {
        if (only && only !== (look === "phone" ? "phone" : "desk")) continue;
        await open(address(known));
        await act(page);
        await see(`open ${name}`);
      }
      await close();
      assert.deepEqual(wrong, []);
    });

    test(`the first pages of the other roles, ${look === "phone" ? look : "light and dark"}`, { timeout: 900_000 }, async () => {
      const { page, close } = await windowFor(look);
      const { wrong, visit } = inspector(page, look, house.url);
      for (const role of ["recruiter", "manager", "interviewer"]) {
        await page.context().clearCookies();
        await signIn(page, house.url, logins[role]);
        for (const address of ["/", "/tasks", "/candidates", "/jobs", "/notifications"]) {
          if ((await page.request.get(house.url + address)).status() === 200) await visit(address, 200, `${role} ${address}`);
        }
        await page.goto(`${house.url}/candidates`);
        const people = page.getByRole("main").locator("a.name");
        if (await people.count() > 0) await visit((await people.first().getAttribute("href")).split("?")[0], 200, `${role} person`);
        await visit("/settings", 403, `${role} not theirs`);
      }
      await close();
      assert.deepEqual(wrong, []);
    });

    test(`an empty house and the pages of strangers, ${look === "phone" ? look : "light and dark"}`, { timeout: 900_000 }, async () => {
      const empty = await startEmpty();
      const { page, close } = await windowFor(look);
      const { wrong, see, visit } = inspector(page, look, empty.url);
      try {
        await visit("/sign-in", 200, "sign-in before set-up");
        await visit(new URL(empty.link).pathname, 200, "set-up");
        await setUp(page, empty);
        await linkHasEnded(page, empty);
        await see("set-up ended");
        for (const route of routes.filter(one => !one.includes("{"))) {
          if (/^\/(sign-in|password|applications|outbox)/.test(route)) continue;
          if (await isPage(page, empty.url + route)) await visit(route, 200, `empty ${route}`);
        }
        await page.goto(`${empty.url}/users/new`);
        await page.getByRole("textbox", { name: "Name" }).fill("Oskar Lindqvist");
        await page.getByLabel("Work email").fill("oskar@lindqvist.example");
        await page.getByRole("button", { name: "Invite" }).click();
        const link = await page.locator(".copy span").textContent();
        await see("invited");
        const secret = await secondFactor(page, empty, see);
        await page.context().clearCookies();
        await visit(new URL(link).pathname, 200, "new password");
        await visit("/password/forgot", 200);
        await page.getByLabel("Work email").fill("oskar@lindqvist.example");
        await page.getByRole("main").getByRole("button").click();
        await see("password asked for");
        await visit("/sign-in", 200);
        await page.getByLabel("Work email").fill(firm.email);
        await page.getByLabel("Password", { exact: true }).fill("not this one");
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.getByRole("alert").waitFor();
        await see("sign-in refused");
        await page.getByLabel("Password", { exact: true }).fill(firm.password);
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.waitForURL(/sign-in\/code/);
        await see("sign-in code");
        await page.getByLabel("Code").fill(codeOf(secret, 1));
        await page.getByRole("button", { name: "Sign in" }).click();
        await page.waitForURL(`${empty.url}/`);
      } finally {
        await empty.stop();
      }
      await close();
      assert.deepEqual(wrong, []);
    });
  }
});

/** Turns the second factor on, as an app on the administrator's phone would. */
async function secondFactor(page, empty, see) {
  await page.goto(`${empty.url}/preferences`);
  await page.getByRole("button", { name: /second factor|Set it up|Turn it on/i }).first().click();
  await page.waitForURL(/second-factor/);
  const secret = (await page.locator(".copy span").textContent()).trim();
  await see("second factor");
  await page.getByLabel("The six digits it shows now").fill(codeOf(secret, 0));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await page.waitForURL(/preferences$/);
  await see("second factor on");
  return secret;
}

/** The six digits of RFC 6238; `ahead` takes those of the next half minute, since each works once. */
function codeOf(secret, ahead) {
  const letters = secret.replaceAll(/[^A-Z2-7]/g, "");
  const bits = [...letters].map(letter => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
  const moment = Buffer.alloc(8);
  moment.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const sum = createHmac("sha1", key).update(moment).digest();
  return String((sum.readUInt32BE(sum[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
