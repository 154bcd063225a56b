/** The main job with JavaScript switched off: plain links and forms, from the set-up link to the hire. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { firm, setUp, startEmpty } from "./firm.mjs";
import { notice, openBrowser, openWindow, resumes, shot, signIn, until } from "./house.mjs";

const title = "Senior Product Designer";
let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

async function people(page, house) {
  await page.goto(`${house.url}/uploads`);
  const files = ["kavya-khan-resume.pdf", "kevin-brookshire-resume.docx", "brandon-park-resume.txt"];
  await page.getByLabel("Drop files here, or choose them").setInputFiles(files.map(name => join(resumes, name)));
  await page.getByRole("button", { name: "Upload" }).click();
  await page.waitForURL(/\/uploads\/./);
  // The page refreshes itself while files wait.
  await page.getByRole("heading", { name: "All read" }).waitFor();
  await page.getByRole("link", { name: "Created Brandon Park" }).waitFor();
  await page.goto(`${house.url}/candidates`);
  await page.getByRole("searchbox", { name: "Search candidates" }).fill("figma AND title:designer");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: "Brandon Park" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Kavya Khan" }).count(), 0);
  house.person = new URL(await page.getByRole("link", { name: "Brandon Park" }).getAttribute("href"), house.url).href;
  const facet = page.getByRole("group", { name: "City" }).getByRole("checkbox").first();
  await facet.check();
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByRole("link", { name: /^Remove City/ }).waitFor();
}

async function job(page, house) {
  await page.goto(`${house.url}/jobs/new`);
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Openings").fill("1");
  await page.getByLabel("Description").fill("You need: Figma, Typography");
  await page.getByRole("button", { name: "Create and open" }).click();
  await page.getByRole("heading", { name: title, level: 1 }).waitFor();
  await page.goto(`${house.url}/candidates`);
  for (const name of ["Brandon Park", "Kevin Brookshire"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("button", { name: /^Add to job/ }).click();
  await page.getByRole("button", { name: `Add to ${title}` }).click();
  await notice(page, `Added 2 people to ${title}`).waitFor();
}

const openBoard = async (page, house) => {
  await page.goto(`${house.url}/jobs?status=all`);
  await page.getByRole("main").getByRole("link", { name: title }).click();
};
const decide = (page, name) => page.getByRole("link", { name: `Move or decline ${name}` }).click();
const cardIn = (page, stage, name) => page.getByRole("region", { name: stage, exact: true }).getByRole("listitem").filter({ hasText: name });

async function moves(page, house) {
  await openBoard(page, house);
  for (const stage of ["Screen", "Interview"]) {
    await decide(page, "Brandon Park");
    await page.getByRole("button", { name: stage, exact: true }).click();
    await notice(page, `Moved Brandon Park to ${stage}`).waitFor();
    await cardIn(page, stage, "Brandon Park").waitFor();
  }
  await page.getByRole("button", { name: "Undo" }).click();
  await notice(page, "Taken back: Brandon Park is in Screen again").waitFor();
  await decide(page, "Kevin Brookshire");
  await page.getByRole("link", { name: "Decline…" }).click();
  await page.getByRole("group", { name: "Why it ends" }).getByRole("radio").first().check();
  await page.getByRole("button", { name: "Decline" }).click();
  await notice(page, "Declined Kevin Brookshire").waitFor();
  await page.getByRole("link", { name: "Closed" }).click();
  await page.getByRole("button", { name: "Reopen Kevin Brookshire" }).click();
  await notice(page, "Kevin Brookshire is back in Applied").waitFor();
}

async function facts(page, house) {
  await page.goto(house.person);
  await page.getByText("Lives in", { exact: true }).waitFor();
  await page.locator("summary[aria-label^='Lives in']").click();
  await page.getByRole("textbox", { name: "Lives in" }).fill("Lund");
  await page.getByRole("textbox", { name: "Lives in" }).press("Enter");
  await notice(page, "Saved").waitFor();
  await page.locator("summary[aria-label^='Country']").click();
  await page.getByRole("textbox", { name: "Country" }).fill("Sweden, I think");
  await page.getByRole("textbox", { name: "Country" }).press("Enter");
  assert.equal(await page.getByRole("textbox", { name: "Country" }).inputValue(), "Sweden, I think", "what was typed is kept");
  await page.getByRole("textbox", { name: "Country" }).fill("SE");
  await page.getByRole("button", { name: "Save" }).click();
  await notice(page, "Saved").waitFor();
  await page.getByLabel("Write a note").fill("Draws well, speaks little.");
  await page.getByRole("button", { name: /^Save/ }).first().click();
  await notice(page, "Note saved").waitFor();
  await page.getByText("Draws well, speaks little.").first().waitFor();
}

async function mail(page, house) {
  await page.goto(`${house.url}/settings/mail`);
  await page.getByLabel("Server", { exact: true }).fill("127.0.0.1");
  await page.getByLabel("Port").fill(String(house.sink.port));
  await page.getByLabel("Encryption").selectOption("none");
  await page.getByLabel("Sender's address").fill("jobs@lindqvist.example");
  await page.getByRole("button", { name: "Send me a test" }).click();
  await page.getByRole("heading", { name: "The test is on its way" }).waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await notice(page, "Mail settings saved").waitFor();
  await page.goto(house.person);
  await page.getByRole("main").getByRole("link", { name: /^Email( E)?$/ }).click();
  const write = async words => {
    await page.getByLabel("Subject").fill("A word");
    await page.getByLabel("Message").fill(words);
    await page.getByRole("button", { name: "Send" }).click();
    await notice(page, "Sending to Brandon in 10 seconds").waitFor();
  };
  await write("Dear Brandon, this one is a mistake.");
  await page.getByRole("button", { name: "Undo" }).click();
  await notice(page, "Taken back; nothing was sent").waitFor();
  await page.getByRole("main").getByRole("link", { name: /^Email( E)?$/ }).click();
  await write("Dear Brandon, may we talk on Friday?");
  await until("the mail is at the server", () => house.sink.mails().some(text => text.includes("Friday")));
  assert.ok(!house.sink.mails().some(text => text.includes("a mistake")));
}

async function hire(page, house) {
  await openBoard(page, house);
  await decide(page, "Brandon Park");
  await page.getByRole("button", { name: "Hire" }).click();
  await notice(page, "Hired Brandon Park").waitFor();
  await page.goto(house.person);
  await page.getByText(`${title} at ${firm.name}`).first().waitFor();
  const told = await page.getByRole("region", { name: "History" }).innerText();
  for (const words of ["hired for", "took back a move in", "moved from Applied to Screen"]) assert.ok(told.includes(words), told);
}

test("the main job without script", { timeout: 900_000 }, async () => {
  const house = await startEmpty();
  const { page, close, expected } = await openWindow(browser, { script: false });
  expected(/status of 422/);
  try {
    await setUp(page, house);
    await page.context().clearCookies();
    await signIn(page, house.url, firm.email, firm.password);
    await people(page, house);
    await job(page, house);
    await moves(page, house);
    await shot(page, "no-script-closed");
    await facts(page, house);
    await shot(page, "no-script-person");
    await mail(page, house);
    await hire(page, house);
  } catch (failure) {
    await shot(page, "no-script-failed");
    throw failure;
  } finally {
    await house.stop();
  }
  await close();
});
