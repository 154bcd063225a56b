/** Two people at once: each sees what the other did, and nothing is overwritten in silence. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { logins, notice, openBrowser, openWindow, shot, signIn, startDemo } from "./house.mjs";

let browser;
let house;
before(async () => { [browser, house] = await Promise.all([openBrowser(), startDemo()]); }, { timeout: 900_000 });
after(async () => { await browser?.close(); await house?.stop(); });

/** Windows of Nora, the recruiter, and Anders, the administrator. */
async function two(options = {}) {
  const windows = await Promise.all([openWindow(browser, options), openWindow(browser, options)]);
  await Promise.all([signIn(windows[0].page, house.url, logins.recruiter), signIn(windows[1].page, house.url, logins.admin)]);
  return windows;
}

test("a card that somebody else moved goes back and says who moved it", { timeout: 900_000 }, async () => {
  const [nora, anders] = await two();
  anders.expected(/status of 409/);
  await nora.page.goto(`${house.url}/jobs`);
  const job = await nora.page.getByRole("main").locator("a[data-row-open]").first().getAttribute("href");
  for (const { page } of [nora, anders]) await page.goto(house.url + job);
  const lane = (page, name) => page.getByRole("region", { name, exact: true });
  const card = nora.page.locator(".kcard").first();
  const name = await card.getAttribute("data-name");
  const from = await card.locator("xpath=ancestor::section").getAttribute("data-stage-name");
  const stages = await nora.page.locator(".lane").evaluateAll(all => all.map(one => one.dataset.stageName));
  const [hers, his] = stages.filter(stage => stage !== from);
  const move = async (page, stage) => {
    await lane(page, from).getByRole("link", { name, exact: true }).focus();
    await page.keyboard.press("m");
    await page.getByRole("dialog").getByRole("button", { name: new RegExp(`^${stage}`) }).click();
  };
  await move(nora.page, hers);
  await notice(nora.page, `Moved ${name} to ${hers}`).waitFor();
  await move(anders.page, his);
  const alert = anders.page.getByRole("alert");
  await alert.getByText(`Nora Whitfield moved this candidate to ${hers}`).waitFor();
  await lane(anders.page, from).getByRole("link", { name, exact: true }).waitFor();
  await shot(anders.page, "two-people-card");
  await alert.getByRole("button", { name: "Show the board now" }).click();
  await lane(anders.page, hers).getByRole("link", { name, exact: true }).waitFor();
  await nora.close();
  await anders.close();
});

const somebody = async page => {
  await page.goto(`${house.url}/candidates`);
  return house.url + await page.getByRole("main").locator("tr[data-row] a.name").nth(3).getAttribute("href").then(href => href.split("?")[0]);
};

test("two values for one fact stand side by side, with the name of the other writer", { timeout: 900_000 }, async () => {
  const [nora, anders] = await two();
  anders.expected(/status of 409/);
  const address = await somebody(nora.page);
  for (const { page } of [nora, anders]) await page.goto(address);
  const write = async (page, words) => {
    await page.locator("summary[aria-label^='Lives in']").click();
    await page.getByRole("textbox", { name: "Lives in" }).fill(words);
    await page.keyboard.press("Enter");
  };
  await write(nora.page, "Lund");
  await notice(nora.page, "Lives in saved").waitFor();
  await write(anders.page, "Malmö");
  await anders.page.getByText(/Nora Whitfield changed this too, a moment ago/).waitFor();
  const values = anders.page.getByRole("group", { name: "Lives in" });
  await values.getByRole("radio", { name: /Theirs.*Lund/ }).waitFor();
  await values.getByRole("radio", { name: /Yours.*Malmö/ }).waitFor();
  await shot(anders.page, "two-people-fact");
  await anders.page.getByRole("button", { name: "Keep this one" }).click();
  await notice(anders.page, "Lives in saved").waitFor();
  await nora.page.reload();
  assert.equal(await nora.page.locator("summary[aria-label^='Lives in']").textContent(), "Malmö");
  // What was saved can be taken back, and theirs can be kept.
  await anders.page.keyboard.press("z");
  await notice(anders.page, "It says again what it said before").waitFor();
  assert.equal(await anders.page.locator("summary[aria-label^='Lives in']").textContent(), "Lund");
  await nora.close();
  await anders.close();
});

test("the same without script, on a page of its own", { timeout: 900_000 }, async () => {
  const [nora, anders] = await two({ script: false });
  anders.expected(/status of 409/);
  const address = await somebody(nora.page);
  for (const { page } of [nora, anders]) await page.goto(address);
  for (const [{ page }, words] of [[nora, "Deputy of the quay"], [anders, "Keeper of the quay"]]) {
    await page.getByText("Name and headline").click();
    await page.locator("summary[aria-label^='Headline']").click();
    await page.getByRole("textbox", { name: "Headline" }).fill(words);
    await page.getByRole("textbox", { name: "Headline" }).press("Enter");
  }
  await anders.page.getByText("Nora Whitfield changed this too, a moment ago.").waitFor();
  await shot(anders.page, "two-people-no-script");
  await anders.page.getByRole("radio", { name: /Deputy of the quay/ }).check();
  await anders.page.getByRole("button", { name: "Keep this one" }).click();
  await anders.page.waitForURL(address);
  assert.equal(await anders.page.locator("summary[aria-label^='Headline']").textContent(), "Deputy of the quay");
  await nora.close();
  await anders.close();
});
