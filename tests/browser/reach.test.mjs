/** Nothing on a page is out of reach: in windows of many widths, what lies beyond the edge can be scrolled to. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { logins, openBrowser, openWindow, shot, signIn, startDemo } from "./house.mjs";

let house;
let browser;
before(async () => { [browser, house] = await Promise.all([openBrowser(), startDemo()]); }, { timeout: 900_000 });
after(async () => { await browser?.close(); await house?.stop(); });

/** A laptop, the same at 125 percent, two tablets, a small one. */
const widths = [1440, 1152, 1024, 820];

/** Elements of the page below or beside its edge that no scrolling brings into view. */
const lost = page => page.evaluate(() => {
  const shows = element => element.getBoundingClientRect().height > 0 && getComputedStyle(element).visibility !== "hidden";
  const scrolls = (style, element, axis) => /auto|scroll/.test(style[`overflow${axis}`])
    && (axis === "Y" ? element.scrollHeight > element.clientHeight : element.scrollWidth > element.clientWidth);
  const reached = (element, axis) => {
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (scrolls(style, up, axis)) return true;
      // Cut on purpose: a line with an ellipsis, a bar of tags.
      if (axis === "X" && /hidden|clip/.test(style.overflowX)) return up.id !== "main";
      if (axis === "Y" && /hidden|clip/.test(style.overflowY) && up.id !== "main" && up.getBoundingClientRect().bottom <= innerHeight) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("main *")].filter(shows).flatMap(element => {
    const { bottom, right } = element.getBoundingClientRect();
    const name = `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`;
    const wrong = [];
    if (bottom > innerHeight + 2 && !reached(element, "Y")) wrong.push(`${name} below`);
    if (right > innerWidth + 2 && !reached(element, "X")) wrong.push(`${name} beside`);
    return wrong;
  }).slice(0, 5);
});

test("every main page can be seen to its end, however wide the window", { timeout: 600_000 }, async () => {
  const { page, close } = await openWindow(browser);
  await signIn(page, house.url, logins.recruiter);
  const first = async (from, pattern) => {
    const text = await (await page.request.get(house.url + from)).text();
    return pattern.exec(text)[1];
  };
  const id = "[0-9a-hjkmnp-tv-z]{13}";
  const person = await first("/candidates?q=amara+okafor", new RegExp(`"(/candidates/${id})["?]`));
  const job = await first("/jobs", new RegExp(`"(/jobs/${id})"`));
  const pool = await first("/pools", new RegExp(`"(/pools/${id})"`));
  const file = await first(`${person}?tab=files`, new RegExp(`"(/documents/${id}/check)"`));
  const pages = ["/", "/tasks", "/candidates", "/candidates?q=rust", person, `${person}?tab=experience`, `${person}/messages/new`,
    "/uploads", file, "/pools", pool, "/jobs", job, `${job}?view=list`, `${job}/matches`, `${job}/edit`, `${job}/closed`,
    "/messages", "/templates", "/notifications", "/preferences"];
  const wrong = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: 720 });
    for (const address of pages) {
      await page.goto(house.url + address);
      const found = await lost(page);
      if (found.length > 0) {
        wrong.push(`${width} ${address}: ${found.join(", ")}`);
        await shot(page, `reach-${width}-${wrong.length}`);
      }
    }
  }
  await close();
  assert.deepEqual(wrong, []);
});

test("the wheel brings the last of the candidates into view", { timeout: 120_000 }, async () => {
  const { page, close } = await openWindow(browser);
  await signIn(page, house.url, logins.recruiter);
  await page.goto(`${house.url}/candidates`);
  const last = page.getByRole("main").locator("tr[data-row]").last();
  assert.ok((await last.boundingBox()).y > 900, "the list is longer than the window");
  await page.mouse.move(900, 600);
  await page.mouse.wheel(0, 20_000);
  await page.waitForFunction(() => [...document.querySelectorAll("main tr[data-row]")].at(-1).getBoundingClientRect().bottom <= innerHeight);
  await close();
});
