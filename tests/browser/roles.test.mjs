/** Each role sees what is theirs, and nothing on their screens answers that it is not for them. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { logins, openBrowser, openWindow, shot, signIn, startDemo } from "./house.mjs";

let browser;
let house;
before(async () => { [browser, house] = await Promise.all([openBrowser(), startDemo()]); }, { timeout: 900_000 });
after(async () => { await browser?.close(); await house?.stop(); });

/** An address with its ids taken out: pages of one shape are drawn by one template. */
const shape = address => new URL(address).pathname.replaceAll(/[0-9a-hjkmnp-tv-z]{13}(?=\/|$)/g, "…").replaceAll(/\/(\d+)(?=\/|$)/g, "/#")
  + [...new URL(address).searchParams.keys()].filter(key => !["in", "next", "on", "after", "before"].includes(key)).sort().map(key => `?${key}`).join("");
/** Pages of one shape that are opened: the second may show what the first had not. */
const ofOneShape = 2;

/** Every page that can be reached from the first one by what is on the screens; and every form on them. */
async function walk(page) {
  const waiting = [`${house.url}/`];
  const opened = new Map();
  const asked = new Set();
  const forms = new Map();
  const wrong = [];
  while (waiting.length > 0) {
    const address = waiting.shift();
    const kind = shape(address);
    if ((opened.get(kind) ?? 0) >= ofOneShape || asked.has(address)) continue;
    asked.add(address);
    opened.set(kind, (opened.get(kind) ?? 0) + 1);
    const answer = await page.request.get(address);
    if (answer.status() >= 400) wrong.push(`${answer.status()} ${address}`);
    if (!(answer.headers()["content-type"] ?? "").includes("text/html") || answer.headers()["content-disposition"]) continue;
    const found = await page.evaluate(([html, address]) => {
      const drawn = new DOMParser().parseFromString(html, "text/html");
      const absolute = text => new URL(text, address).href.split("#")[0];
      const links = [...drawn.querySelectorAll("a[href], [hx-get], form[method=get]")]
        .map(one => one.getAttribute("href") ?? one.getAttribute("hx-get") ?? one.getAttribute("action"))
        .filter(text => text && !text.startsWith("#")).map(absolute).filter(link => new URL(link).origin === location.origin);
      const forms = [...drawn.querySelectorAll("form[method=post]")].flatMap(form => {
        const senders = [...drawn.querySelectorAll("button[type=submit]")].filter(button => button.form === form && !button.disabled);
        return senders.map(button => ({
          to: absolute(button.getAttribute("formaction") ?? form.getAttribute("action") ?? address),
          files: form.enctype === "multipart/form-data",
          fields: [...new FormData(form, button)].filter(([, value]) => typeof value === "string"),
        }));
      });
      return { links, forms };
    }, [await answer.text(), address]);
    for (const form of found.forms) {
      const key = `${shape(form.to)} ${form.fields.map(([name]) => name).sort().join()}`;
      if (!form.files && !forms.has(key)) forms.set(key, { ...form, from: address });
    }
    waiting.push(...found.links);
  }
  return { opened, forms: [...forms.values()], wrong };
}

/** Sends every form once as it was drawn; those that take something away or end the session come last. */
async function sendAll(page, forms) {
  const late = ({ to }) => (/sign-out|end-others|sessions/.test(to) ? 2 : /removal|retire|\/end|disable|reset|second-factor\/off|undo|remove/.test(to) ? 1 : 0);
  const wrong = [];
  for (const { to, fields, from } of forms.toSorted((one, other) => late(one) - late(other))) {
    if (late({ to }) === 2) continue;
    const body = new URLSearchParams(fields).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: house.url };
    const answer = await page.request.post(to, { data: body, headers, maxRedirects: 0 });
    // 409 and 422 say what is missing or was changed meanwhile: the form was theirs to send.
    if (![200, 303, 409, 422].includes(answer.status())) wrong.push(`${answer.status()} POST ${to} from ${from}`);
  }
  return wrong;
}

test("a hiring manager and an interviewer see their own jobs and people only", { timeout: 900_000 }, async () => {
  const counts = {};
  for (const role of ["recruiter", "manager", "interviewer"]) {
    const { page, close } = await openWindow(browser);
    await signIn(page, house.url, logins[role]);
    await page.goto(`${house.url}/candidates`);
    counts[role] = Number((await page.locator("#search-form .after").textContent()).replace(/\D/g, ""));
    await shot(page, `roles-${role}-candidates`);
    await close();
  }
  assert.ok(counts.manager > 0 && counts.manager < counts.recruiter, JSON.stringify(counts));
  assert.ok(counts.interviewer < counts.manager || counts.interviewer < counts.recruiter, JSON.stringify(counts));
});

// The administrator comes last: their forms close accounts and take grants away.
const roles = {
  recruiter: { sees: ["/candidates", "/candidates/new", "/uploads", "/jobs/new", "/pools", "/messages", "/templates"], not: ["/users", "/settings", "/settings/mail"] },
  manager: { sees: ["/jobs", "/tasks", "/candidates"], not: ["/users", "/settings", "/jobs/new", "/pools", "/messages", "/uploads", "/candidates/new"] },
  interviewer: { sees: ["/tasks", "/candidates"], not: ["/users", "/settings", "/jobs/new", "/pools", "/messages", "/uploads", "/candidates/new", "/templates"] },
  admin: { sees: ["/users", "/settings/audit", "/settings/mail", "/candidates", "/jobs/new", "/pools", "/messages"], not: [] },
};

for (const [role, { sees, not }] of Object.entries(roles)) {
  test(`${role}: every link and form on their screens is theirs`, { timeout: 900_000 }, async () => {
    const { page, close } = await openWindow(browser);
    await signIn(page, house.url, logins[role]);
    await shot(page, `roles-${role}-today`);
    const { opened, forms, wrong } = await walk(page);
    const paths = [...opened.keys()].map(kind => kind.split("?")[0]);
    for (const path of sees) assert.ok(paths.includes(path), `${role} reaches ${path}; reached ${[...new Set(paths)].join(" ")}`);
    for (const path of not) {
      assert.ok(!paths.includes(path), `${role} is shown a way to ${path}`);
      assert.ok((await page.request.get(house.url + path)).status() >= 400, `${role} may not open ${path}`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(await sendAll(page, forms), []);
    await close();
  });
}
