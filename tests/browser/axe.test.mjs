/** axe finds nothing on any page, light, dark and on a phone; and no page breaks the content security policy. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { folder, openBrowser, openWindow, shot, signIn, start } from "./house.mjs";

const password = "harbour-and-pine";
const recruiter = "nora.whitfield@harbourpine.example";
const admin = "anders.brink@harbourpine.example";
let data;
let house;
let browser;

before(async () => {
  data = folder();
  house = await start("demo", "--data", data.path);
  browser = await openBrowser();
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await house?.stop();
  data?.remove();
});

/** The first address on a page that looks like this. */
async function firstLink(page, from, pattern) {
  await page.goto(house.url + from);
  const links = await page.locator("main a[href]").evaluateAll(all => all.map(link => link.getAttribute("href")));
  const found = links.find(address => pattern.test(address));
  assert.ok(found, `${from} has no link like ${pattern}`);
  return found.split("?")[0];
}

async function addresses(page) {
  const person = await firstLink(page, "/candidates", /^\/candidates\/[0-9a-hjkmnp-tv-z]{13}(\?|$)/);
  const job = await firstLink(page, "/jobs", /^\/jobs\/[0-9a-hjkmnp-tv-z]{13}$/);
  const pool = await firstLink(page, "/pools", /^\/pools\/[0-9a-hjkmnp-tv-z]{13}$/);
  const batch = await firstLink(page, "/uploads", /^\/uploads\/[0-9a-hjkmnp-tv-z]{13}$/);
  const check = await firstLink(page, batch, /^\/documents\/[0-9a-hjkmnp-tv-z]{13}\/check$/);
  return {
    recruiter: ["/", "/tasks", "/notifications", "/palette", "/candidates", "/candidates?q=engineer+NOT+(",
      "/candidates?q=nobodyatall", "/candidates/new", person, `${person}?tab=experience`, `${person}?tab=resume`,
      `${person}?tab=files`, `${person}?tab=emails`, `${person}/messages/new`, "/uploads", batch, check, "/pools", pool, "/jobs",
      "/jobs/new", job, `${job}/edit`, `${job}/matches`, `${job}/history`, "/messages", "/templates", "/outbox",
      "/preferences", "/nothing-here"],
    admin: ["/users", "/settings", "/settings/audit", "/settings/chores", "/settings/mail", "/settings/departments"],
  };
}

const looks = [["light", {}], ["dark", { dark: true }], ["phone", { phone: true }]];

for (const [look, options] of looks) {
  test(`axe, ${look}`, { timeout: 600_000 }, async () => {
    const { page, faults, close } = await openWindow(browser, options);
    const wrong = [];
    const check = async (address, who) => {
      await page.goto(house.url + address);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        .analyze();
      for (const violation of violations) {
        wrong.push(`${who} ${address}: ${violation.id}: ${violation.nodes.map(node => node.html).slice(0, 2).join(" | ")}`);
      }
      await shot(page, `${look}-${who}${address.split("?")[0].replace(/\/[0-9a-z]{13}/g, "-one").replaceAll("/", "-")}${address.includes("tab=") ? `-${address.split("tab=")[1]}` : ""}`);
    };
    await check("/sign-in", "visitor");
    await signIn(page, house.url, recruiter, password);
    const pages = await addresses(page);
    for (const address of pages.recruiter) await check(address, "recruiter");
    await page.context().clearCookies();
    await signIn(page, house.url, admin, password);
    for (const address of pages.admin) await check(address, "admin");
    await close();
    assert.deepEqual(wrong, []);
    const blocked = faults.filter(fault => /content security|refused to/i.test(fault));
    assert.deepEqual(blocked, []);
  });
}
