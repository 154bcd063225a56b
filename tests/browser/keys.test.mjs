/** Everything at hand: keys, palette, preview, saved views, the bell, and many at once with undo. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { awake, logins, notice, openBrowser, openWindow, shot, signIn, startDemo, until } from "./house.mjs";

let browser;
let house;
before(async () => { [browser, house] = await Promise.all([openBrowser(), startDemo()]); }, { timeout: 900_000 });
after(async () => { await browser?.close(); await house?.stop(); });

/** A test in a window of the recruiter. */
const told = (name, story) => test(name, { timeout: 900_000 }, async () => {
  const window = await openWindow(browser);
  await signIn(window.page, house.url, logins.recruiter);
  try {
    await story(window.page, window);
  } catch (failure) {
    await shot(window.page, `keys-${name.replaceAll(/\W+/g, "-")}-failed`);
    throw failure;
  }
  await window.close();
});

const go = (page, path) => page.goto(house.url + path);
const current = page => page.locator("main [data-row].current");
const rows = page => page.getByRole("main").locator("tr[data-row]");
const nameIn = row => row.locator("a.name").first().textContent();
const toolbar = page => page.getByRole("toolbar", { name: "With the selected" });

told("the palette finds people and puts what can be done here first", async page => {
  await go(page, "/candidates");
  const someone = await nameIn(rows(page).nth(5));
  await rows(page).nth(2).locator("a.name").click({ modifiers: [] });
  await page.keyboard.press("Escape");
  await rows(page).nth(2).locator("a.name").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/candidates\/\w{13}/);
  const here = await page.getByRole("heading", { level: 1 }).textContent();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Command palette" });
  const options = palette.getByRole("option");
  await options.first().waitFor();
  assert.equal(await palette.getByRole("group").first().getAttribute("aria-labelledby").then(id => page.locator(`#${id}`).textContent()), "Actions");
  assert.match(await options.first().textContent(), new RegExp(`Write a note about ${here}`));
  await shot(page, "keys-palette");
  await page.keyboard.press("Enter");
  await until("the note has the focus", () => page.getByLabel("Write a note").evaluate(area => area === document.activeElement));
  await page.getByLabel("Write a note").blur();
  await page.keyboard.press("Control+k");
  await palette.getByRole("combobox").fill(someone);
  await palette.getByRole("option", { name: new RegExp(someone) }).first().waitFor();
  await until("the person is chosen", async () => (await palette.locator("[aria-selected='true']").textContent()).includes(someone));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: someone }).waitFor();
  await page.keyboard.press("Control+k");
  await palette.getByRole("combobox").fill("new jo");
  await palette.getByRole("option", { name: "New job" }).waitFor();
  await until("it is chosen", async () => (await palette.locator("[aria-selected='true']").textContent()).includes("New job"));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/jobs\/new/);
});

told("question mark lists the keys of the page, G and a letter go", async page => {
  await go(page, "/candidates");
  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keys on this page" });
  await list.waitFor();
  const words = await list.innerText();
  for (const one of ["Next", "Previous", "Preview", "Select this row", "Search candidates", "Go to Jobs", "Send, save or submit"]) {
    assert.ok(words.includes(one), `${one} is in the list:\n${words}`);
  }
  await shot(page, "keys-list");
  await page.keyboard.press("Escape");
  await list.waitFor({ state: "hidden" });
  await page.keyboard.press("/");
  await page.keyboard.type("nurse");
  assert.equal(await page.getByRole("searchbox", { name: "Search candidates" }).inputValue(), "nurse", "letters belong to the field");
  await page.keyboard.press("Escape");
  await page.getByRole("searchbox").blur();
  for (const [letter, place] of [["j", "/jobs"], ["p", "/pools"], ["c", "/candidates"], ["t", "/"]]) {
    await page.keyboard.press("g");
    await page.keyboard.press(letter);
    await page.waitForURL(house.url + place);
  }
});

told("J and K go through the people of a list, whichever tab of a profile is open", async page => {
  await go(page, "/candidates?q=engineer");
  const names = await rows(page).locator("a.name").allTextContents();
  const href = await rows(page).locator("a.name").first().getAttribute("href");
  await page.goto(new URL(href, page.url()).href);
  await awake(page);
  await page.getByRole("navigation", { name: "Candidate" }).getByRole("link", { name: /^Experience/ }).click();
  await page.waitForURL(/tab=experience/);
  await awake(page);
  await page.keyboard.press("j");
  await page.getByRole("heading", { level: 1, name: names[1] }).waitFor();
  assert.match(page.url(), /tab=experience/, "the tab stays open");
  await awake(page);
  await page.keyboard.press("k");
  await page.getByRole("heading", { level: 1, name: names[0] }).waitFor();
});

told("J and K move, Space previews, X selects, Enter opens, Escape steps back", async page => {
  await go(page, "/candidates");
  const names = await rows(page).locator("a.name").allTextContents();
  await page.keyboard.press("j");
  assert.equal(await nameIn(current(page)), names[0]);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await nameIn(current(page)), names[1]);
  await page.keyboard.press("Space");
  const over = page.getByRole("complementary", { name: `${names[1]}, preview` });
  await over.getByRole("link", { name: "Open" }).waitFor();
  await over.getByText(`2 of ${names.length}`).waitFor();
  await shot(page, "keys-preview");
  await page.keyboard.press("j");
  await page.getByRole("complementary", { name: `${names[2]}, preview` }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("complementary", { name: /, preview$/ }).waitFor({ state: "hidden" });
  await page.keyboard.press("x");
  await toolbar(page).getByText("1 selected").waitFor();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("j");
  await page.keyboard.press("Shift+X");
  await toolbar(page).getByText("4 selected").waitFor();
  await shot(page, "keys-bulk");
  await toolbar(page).getByRole("button", { name: "Clear selection" }).click();
  await toolbar(page).waitFor({ state: "hidden" });
  await page.keyboard.press("j");
  const there = await nameIn(current(page));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: there }).waitFor();
});

told("single letters rest when they are switched off", async page => {
  await go(page, "/preferences");
  await page.getByRole("group", { name: "Single-letter keys" }).getByRole("button", { name: "Off" }).click();
  await go(page, "/candidates");
  await page.keyboard.press("j");
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog", { name: "Command palette" }).getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await current(page).count(), 0);
  await go(page, "/preferences");
  await page.getByRole("group", { name: "Single-letter keys" }).getByRole("button", { name: "Single-letter keys on" }).click();
});

/** Selects the first two rows of the list on this page. */
async function selectTwo(page) {
  const names = [];
  for (const row of [rows(page).nth(0), rows(page).nth(1)]) {
    names.push(await nameIn(row));
    await row.getByRole("checkbox").check();
  }
  await toolbar(page).getByText("2 selected").waitFor();
  return names;
}

for (const [place, find] of [
  ["the list", async page => { await go(page, "/candidates"); }],
  ["a search", async page => { await go(page, "/candidates?q=nurse"); }],
  ["a pool", async page => { await go(page, "/pools"); await page.getByRole("main").locator("a.name").first().click(); await page.waitForURL(/pools\/\w{13}/); }],
]) {
  told(`many at once from ${place}: tagged, put on a job, and taken back`, async page => {
    await find(page);
    const back = page.url();
    await selectTwo(page);
    await page.keyboard.press("t");
    await page.getByRole("textbox", { name: "Tag" }).fill(`spring of ${place}`);
    await page.getByRole("button", { name: "Tag" }).click();
    await notice(page, "Tagged 2 people").waitFor();
    assert.equal(page.url(), back);
    await page.keyboard.press("z");
    await notice(page, "The tag was taken off 2 people").waitFor();
    assert.equal(page.url(), back);
    await selectTwo(page);
    await page.keyboard.press("a");
    const jobs = page.getByRole("main").getByRole("listitem").filter({ hasNotText: "there already" });
    await jobs.getByRole("button", { name: /^Add/ }).first().click();
    await notice(page, /^Added 2 people to/).waitFor();
    assert.equal(page.url(), back);
    await page.keyboard.press("z");
    await notice(page, "Taken back for 2 people").waitFor();
    assert.equal(page.url(), back);
  });
}

told("many at once into a pool and out of it, and taken back", async page => {
  await go(page, "/candidates");
  await selectTwo(page);
  await page.keyboard.press("p");
  await page.getByLabel("Talent pool").selectOption({ index: 0 });
  await page.getByRole("button", { name: "Add to pool" }).click();
  await notice(page, /^Added \d (person|people) to the pool/).waitFor();
  await page.keyboard.press("z");
  await notice(page, /left the pool again/).waitFor();
  await go(page, "/pools");
  await page.getByRole("main").locator("a.name").first().click();
  await page.waitForURL(/pools\/\w{13}/);
  const before = await page.locator("header.top .hint").textContent();
  await selectTwo(page);
  await shot(page, "keys-pool");
  await toolbar(page).getByRole("button", { name: "Take out" }).click();
  await notice(page, "2 people taken out of the pool").waitFor();
  assert.notEqual(await page.locator("header.top .hint").textContent(), before);
  await page.keyboard.press("z");
  await notice(page, "2 people are back in the pool").waitFor();
  assert.equal(await page.locator("header.top .hint").textContent(), before);
});

told("many at once on a job: moved, declined, and taken back", async page => {
  await go(page, "/jobs");
  await page.getByRole("main").locator("a[data-row-open]").first().click();
  await page.getByRole("link", { name: "List", exact: true }).click();
  await page.waitForURL(/view=list/);
  const stageOf = name => rows(page).filter({ hasText: name }).locator(".stage").textContent();
  const names = await selectTwo(page);
  const before = await Promise.all(names.map(stageOf));
  await toolbar(page).getByRole("button", { name: "Move" }).click();
  await page.getByRole("heading", { name: "Move 2 people" }).waitFor();
  await page.getByRole("group", { name: "Move to" }).getByRole("button").last().click();
  await notice(page, /^Moved 2 people/).waitFor();
  await page.keyboard.press("z");
  await notice(page, "Taken back for 2 people").waitFor();
  assert.deepEqual(await Promise.all(names.map(stageOf)), before);
  await selectTwo(page);
  await toolbar(page).getByRole("button", { name: "Decline" }).click();
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Decline 2 people" }).click();
  await notice(page, /^Declined 2 people/).waitFor();
  assert.equal(await rows(page).filter({ hasText: names[0] }).count(), 0);
  await page.keyboard.press("z");
  await notice(page, "Taken back for 2 people").waitFor();
  assert.deepEqual(await Promise.all(names.map(stageOf)), before);
});

told("a colleague who is mentioned finds it under the bell", async page => {
  await go(page, "/candidates");
  await rows(page).nth(1).locator("a.name").focus();
  await page.keyboard.press("Enter");
  const person = page.getByRole("heading", { level: 1 });
  await page.waitForURL(/\/candidates\/\w{13}/);
  const name = await person.textContent();
  await page.keyboard.press("n");
  await page.keyboard.type("@And");
  await page.getByRole("option", { name: "Anders Brink" }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.type("have you met?");
  await page.keyboard.press("Control+Enter");
  await notice(page, "Note saved").waitFor();
  const anders = await openWindow(browser);
  await signIn(anders.page, house.url, logins.admin);
  await until("the bell rings", async () => {
    await anders.page.reload();
    return await anders.page.getByRole("link", { name: /^Notifications, \d+ new/ }).count() > 0;
  });
  await anders.page.getByRole("link", { name: /^Notifications, \d+ new/ }).click();
  const popover = anders.page.getByRole("dialog", { name: "Notifications" });
  const line = popover.getByRole("link").filter({ hasText: "Nora Whitfield" }).filter({ hasText: name }).first();
  await line.waitFor();
  await shot(anders.page, "keys-notifications");
  await line.click();
  await anders.page.getByRole("heading", { level: 1, name }).waitFor();
  await anders.close();
});

told("a search becomes a view that stays, and goes when it is not wanted", async page => {
  await go(page, "/candidates?q=nurse");
  await page.getByRole("link", { name: "Save this view" }).click();
  const form = page.getByRole("dialog", { name: "Save this view" });
  await form.getByLabel("Name").fill("Nurses here");
  await form.getByRole("button", { name: "Save view" }).click();
  const tab = page.getByRole("navigation", { name: "Saved views" }).getByRole("link", { name: /^Nurses here/ });
  await tab.waitFor();
  await go(page, "/candidates");
  await tab.click();
  await page.waitForURL(/q=nurse/);
  assert.equal(await page.getByRole("searchbox", { name: "Search candidates" }).inputValue(), "nurse");
  await shot(page, "keys-view");
  await page.getByRole("link", { name: "Save this view" }).click();
  await form.getByRole("listitem").filter({ hasText: "Nurses here" }).getByRole("button", { name: "Remove" }).click();
  await tab.waitFor({ state: "detached" });
});

told("a board as of an earlier day", async page => {
  await go(page, "/jobs");
  await page.getByRole("main").locator("a[data-row-open]").first().click();
  await page.getByRole("link", { name: "Earlier days" }).click();
  const said = () => page.getByRole("status").filter({ hasText: "in play" }).first().textContent();
  const today = Number(/: (\d+) in play/.exec(await said())[1]);
  assert.ok(today > 0);
  const day = new Date(Date.now() - 60 * 86_400_000).toISOString().slice(0, 10);
  await page.getByRole("textbox", { name: "Day" }).fill(day);
  await page.getByRole("button", { name: "Show" }).click();
  await page.waitForURL(new RegExp(day));
  const then = Number(/: (\d+) in play/.exec(await said())[1]);
  assert.notEqual(then, today);
  assert.equal(await page.locator("[data-card-move], [data-dialog^='Move']").count(), 0, "nothing can be moved in the past");
});
