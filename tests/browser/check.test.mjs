/** Checking what was read, by keyboard: the source of the focused field is marked, a correction stands and is undone. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { openBrowser, openWindow, shot, signIn, startDemo } from "./house.mjs";

const password = "harbour-and-pine";
const recruiter = "nora.whitfield@harbourpine.example";
let house;
let browser;

before(async () => {
  house = await startDemo();
  browser = await openBrowser();
}, { timeout: 300_000 });

after(async () => {
  await browser?.close();
  await house?.stop();
});

/** Uploads a resume through the form and opens the page that checks it. */
async function openCheck(page, name = "table.pdf") {
  await page.goto(`${house.url}/uploads`);
  const buffer = readFileSync(new URL(`../../crates/resume/tests/files/${name}`, import.meta.url));
  await page.locator("input[type=file]").first().setInputFiles({ name, mimeType: "application/pdf", buffer });
  const submit = page.locator("form[data-upload] button[type=submit]");
  if (await submit.isVisible()) await submit.click();
  const link = page.getByRole("link", { name: /^Check( \d+ doubtful)?: / }).first();
  await link.waitFor({ timeout: 60_000 });
  await link.click();
  await page.getByRole("heading", { name: "Check what was read" }).waitFor();
}

test("a fact is corrected by keyboard, its source is marked, and it is undone", { timeout: 240_000 }, async () => {
  const { page, close } = await openWindow(browser);
  await signIn(page, house.url, recruiter, password);
  await openCheck(page);
  const name = page.getByLabel("Full name");
  await name.focus();
  assert.equal(await page.locator(".src.now").count(), 1, "the source of the focused field is marked");
  const mark = await page.locator(".src.now").boundingBox();
  assert.ok(mark && mark.width > 10 && mark.height > 4, "and the mark can be seen");
  assert.ok(await page.locator("svg.page image").first().evaluate(image => image.getBoundingClientRect().width > 200));
  const before = await name.inputValue();
  await name.fill("Somebody Else");
  await page.keyboard.press("Enter");
  await page.getByText("Corrected", { exact: true }).first().waitFor();
  assert.equal(await name.inputValue(), "Somebody Else");
  await shot(page, "check-corrected");
  await page.getByLabel("Full name").fill(before);
  await page.keyboard.press("Enter");
  await page.getByText("Checked", { exact: true }).first().waitFor();
  await page.keyboard.press("Control+Enter");
  await page.getByText(/none doubtful/).waitFor();
  await close();
});

test("without script the same forms say it", { timeout: 240_000 }, async () => {
  const scripted = await openWindow(browser);
  await signIn(scripted.page, house.url, recruiter, password);
  await openCheck(scripted.page, "lebenslauf.pdf");
  const address = scripted.page.url();
  await scripted.close();
  const { page, close } = await openWindow(browser, { script: false });
  await signIn(page, house.url, recruiter, password);
  await page.goto(address);
  await page.getByLabel("Full name").fill("Ganz Anders");
  await page.getByRole("button", { name: "Save what I changed" }).click();
  await page.getByText("Read as").first().waitFor();
  assert.equal(await page.getByLabel("Full name").inputValue(), "Ganz Anders");
  await page.getByRole("button", { name: /Accept the rest/ }).click();
  await page.getByText(/none doubtful/).waitFor();
  await close();
});
