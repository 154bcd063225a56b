/** From an empty house to a hire, in the browser: on a desktop, in the dark and on a phone. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { firm, linkHasEnded, setUp, startEmpty } from "./firm.mjs";
import { dropFiles, freePort, looks, notice, openBrowser, openWindow, resumeFiles, shot, signIn, until, zipOf } from "./house.mjs";

const title = "Senior Product Designer";
let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const lane = (page, name) => page.getByRole("region", { name, exact: true });
const cardIn = (page, stage, name) => lane(page, stage).getByRole("listitem").filter({ hasText: name });
/** How many people the head of a lane says. */
const counted = (page, stage) => lane(page, stage).locator("header .n").textContent().then(Number);

/** Files come in: dropped onto the list, or chosen on a phone; the page is left while they are read. */
async function upload(page, house, { phone }) {
  const files = [
    ...resumeFiles("kavya-khan-resume.pdf", "kevin-brookshire-resume.docx", "brandon-park-resume.txt"),
    ["from-the-fair.zip", zipOf(resumeFiles("lakshmi-menon-resume.txt", "jasmine-stone-resume.txt"))],
  ];
  if (phone) {
    await page.goto(`${house.url}/uploads`);
    const chosen = files.map(([name, buffer]) => ({ name, buffer, mimeType: "application/octet-stream" }));
    await page.getByLabel("Drop files here, or choose them").setInputFiles(chosen);
  } else {
    await page.goto(`${house.url}/candidates`);
    await page.getByText("Nobody here yet").waitFor();
    await dropFiles(page, page.locator("#results"), files);
    await page.getByRole("dialog", { name: "Upload resumes" }).waitFor();
  }
  const sent = page.getByRole("list", { name: "Files on their way" });
  for (const [name] of files) await sent.getByRole("listitem").filter({ hasText: name }).getByText("Arrived").waitFor();
  await shot(page, `${house.look}-upload`);
  await page.goto(`${house.url}/`);
  await page.goto(`${house.url}/uploads`);
  await page.getByRole("link", { name: / and \d more$/ }).click();
  await page.getByRole("heading", { name: "All read" }).waitFor();
  await page.getByText("Unpacked: 2 files").waitFor();
  for (const name of ["Kavya Khan", "Kevin Brookshire", "Brandon Park", "Lakshmi Menon", "Jasmine Stone"]) {
    await page.getByRole("link", { name: `Created ${name}` }).waitFor();
  }
  await shot(page, `${house.look}-upload-read`);
}

async function search(page, house, { phone }) {
  await page.goto(`${house.url}/candidates`);
  const box = page.getByRole("searchbox", { name: "Search candidates" });
  await box.fill('(figma OR typography) NOT "no such words"');
  await box.press("Enter");
  await page.waitForURL(/q=/);
  await page.getByRole("link", { name: "Brandon Park" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Kavya Khan" }).count(), 0, "she knows no Figma");
  // The piece of the resume, on a phone too.
  await page.locator("mark:visible", { hasText: /figma/i }).first().waitFor();
  await shot(page, `${house.look}-search`);
  await box.fill("figma AND (sketch");
  await box.press("Enter");
  await page.getByRole("link", { name: "Brandon Park" }).waitFor();
  if (phone) return;
  await page.goto(`${house.url}/candidates`);
  const status = page.getByRole("group", { name: "City" });
  await status.getByRole("checkbox").first().check();
  await page.waitForURL(/city=/);
  await page.getByRole("link", { name: /^Remove City/ }).click();
  await page.waitForURL(address => !address.search.includes("city="));
}

async function createJob(page, house) {
  await page.goto(`${house.url}/jobs/new`);
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Openings").fill("1");
  await page.getByLabel("City").fill("Malmö");
  await page.getByLabel("Description").fill("We draw what people work with.\n\nYou need: Figma, Typography, User research");
  await page.getByRole("button", { name: "Create and open" }).click();
  await page.getByRole("heading", { name: title, level: 1 }).waitFor();
}

/** Several at once from the list, taken back and done again; one by one on a phone. */
async function addToJob(page, house, { phone }) {
  if (phone) {
    for (const name of ["Brandon Park", "Kevin Brookshire"]) {
      await page.goto(`${house.url}/candidates`);
      await page.getByRole("link", { name }).click();
      await page.getByRole("link", { name: "Add to job" }).click();
      await page.getByRole("dialog").getByRole("button", { name: `Add to ${title}` }).click();
      await notice(page, `Added 1 person to ${title}`).waitFor();
    }
    return;
  }
  const add = async () => {
    await page.goto(`${house.url}/candidates`);
    for (const name of ["Brandon Park", "Kevin Brookshire"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
    await page.getByRole("toolbar", { name: "With the selected" }).getByText("2 selected").waitFor();
    await page.keyboard.press("a");
    await page.getByRole("button", { name: `Add to ${title}` }).click();
    await notice(page, `Added 2 people to ${title}`).waitFor();
  };
  await add();
  await page.keyboard.press("z");
  await notice(page, "Taken back for 2 people").waitFor();
  await add();
}

/** By hand across the board: with the mouse, or with a finger that rests on the card first. */
async function drag(page, card, to, { phone }) {
  const from = await card.boundingBox();
  const there = await to.boundingBox();
  const start = { x: from.x + from.width / 2, y: from.y + from.height - 8 };
  const end = { x: Math.min(there.x + there.width / 2, there.x + 60), y: there.y + 90 };
  if (!phone) {
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x + 12, start.y + 6, { steps: 3 });
    await page.mouse.move(end.x, end.y, { steps: 12 });
    await page.mouse.up();
    return;
  }
  const finger = await page.context().newCDPSession(page);
  const touch = (type, point) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: point ? [point] : [] });
  await touch("touchStart", start);
  await card.page().locator(".sortable-chosen").waitFor();
  for (let step = 1; step <= 10; step += 1) {
    await touch("touchMove", { x: start.x + ((end.x - start.x) * step) / 10, y: start.y + ((end.y - start.y) * step) / 10 });
  }
  await touch("touchEnd");
}

async function board(page, house, look) {
  await page.goto(`${house.url}/jobs`);
  await page.getByRole("main").getByRole("link", { name: title }).click();
  await cardIn(page, "Applied", "Brandon Park").waitFor();
  assert.equal(await counted(page, "Applied"), 2);
  await shot(page, `${house.look}-board`);
  await drag(page, cardIn(page, "Applied", "Brandon Park"), lane(page, "Screen"), look);
  await cardIn(page, "Screen", "Brandon Park").waitFor();
  await notice(page, "Moved Brandon Park to Screen").waitFor();
  assert.deepEqual([await counted(page, "Applied"), await counted(page, "Screen")], [1, 1]);
  await cardIn(page, "Screen", "Brandon Park").getByRole("link", { name: "Brandon Park", exact: true }).focus();
  await page.keyboard.press("m");
  const menu = page.getByRole("dialog", { name: "Move to a stage" });
  await menu.getByRole("button", { name: /^Interview/ }).waitFor();
  await shot(page, `${house.look}-board-move`);
  await page.keyboard.press("i");
  await cardIn(page, "Interview", "Brandon Park").waitFor();
  await notice(page, "Moved Brandon Park to Interview").waitFor();
  await cardIn(page, "Interview", "Brandon Park").getByRole("link", { name: "Move or decline Brandon Park" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Final round" }).click();
  await notice(page, "Moved Brandon Park to Final round").waitFor();
  await page.keyboard.press("z");
  await notice(page, "Taken back: Brandon Park is in Interview again").waitFor();
  await cardIn(page, "Interview", "Brandon Park").waitFor();
}

async function rejectAndReopen(page, house) {
  await cardIn(page, "Applied", "Kevin Brookshire").getByRole("link", { name: "Kevin Brookshire", exact: true }).focus();
  await page.keyboard.press("r");
  const form = page.getByRole("dialog");
  await form.getByRole("group", { name: "Why it ends" }).getByRole("radio").first().check();
  await form.getByLabel("Note for the team").fill("We come back to him in spring.");
  await shot(page, `${house.look}-decline`);
  await form.getByRole("button", { name: "Decline" }).click();
  await notice(page, "Declined Kevin Brookshire").waitFor();
  await page.getByRole("link", { name: "Closed" }).click();
  await page.getByText("We come back to him in spring.").waitFor();
  await shot(page, `${house.look}-closed`);
  await page.getByRole("button", { name: "Reopen Kevin Brookshire" }).click();
  await notice(page, "Kevin Brookshire is back in Applied").waitFor();
}

/** The test says what is wrong, then that it went; only then are the settings saved. */
async function mailSettings(page, house) {
  await page.goto(`${house.url}/settings/mail`);
  await page.getByLabel("Server", { exact: true }).fill("127.0.0.1");
  await page.getByLabel("Port").fill(String(await freePort()));
  await page.getByLabel("Encryption").selectOption("none");
  await page.getByLabel("Sender's address").fill("jobs@lindqvist.example");
  await page.getByRole("button", { name: "Send me a test" }).click();
  await page.getByRole("heading", { name: "The test did not get through" }).waitFor();
  await page.getByText(/refused|nothing answers|no answer|not reach/i).first().waitFor();
  await shot(page, `${house.look}-mail-wrong`);
  await page.getByLabel("Port").fill(String(house.sink.port));
  await page.getByRole("button", { name: "Send me a test" }).click();
  await page.getByRole("heading", { name: "The test is on its way" }).waitFor();
  await until("the test mail is there", () => house.sink.mails().some(mail => mail.includes("A test from Rapport")));
  await page.getByRole("button", { name: "Save" }).click();
  await notice(page, "Mail settings saved").waitFor();
}

async function write(page, house) {
  await page.goto(`${house.url}/templates/new`);
  await page.getByLabel("Name").fill("First word");
  await page.getByLabel("Subject").fill("{{ job.title }} at {{ firm.name }}");
  await page.getByLabel("Message").fill("Dear {{ person.first_name }},\n\nyour drawings are good. May we talk?\n\n{{ sender.name }}");
  await page.getByRole("button", { name: "Save" }).click();
  await notice(page, "Template saved").waitFor();
  await page.goto(house.person);
  await page.keyboard.press("e");
  const compose = async () => {
    await page.getByLabel("Template", { exact: true }).selectOption({ label: "First word" });
    await page.getByRole("button", { name: "Use template" }).click();
    await until("the template is filled in", async () => await page.getByLabel("Subject").inputValue() === `${title} at ${firm.name}`);
  };
  await page.waitForURL(/messages\/new/);
  await compose();
  await shot(page, `${house.look}-compose`);
  await page.getByLabel("Message").press("Control+Enter");
  await notice(page, "Sending to Brandon in 10 seconds").waitFor();
  await page.keyboard.press("z");
  await notice(page, "Taken back; nothing was sent").waitFor();
  await page.getByRole("main").getByRole("link", { name: /^Email( E)?$/ }).click();
  await page.waitForURL(/messages\/new/);
  await compose();
  await page.getByLabel("Message").fill("Dear Brandon,\n\nyour drawings are good. May we talk on Friday?\n\nEdda");
  await page.getByRole("button", { name: "Send" }).click();
  await notice(page, "Sending to Brandon in 10 seconds").waitFor();
  const arrived = await until("the mail is at the server", () => house.sink.mails().find(mail => mail.includes("Friday")));
  assert.match(arrived, /^X-Rcpt-Args: <brandon-park@mail\.example\.com>/m);
  assert.equal(house.sink.mails().filter(mail => mail.includes("your drawings")).length, 1, "the one taken back was not sent");
  await until("the timeline knows", async () => {
    await page.goto(house.person);
    return await page.getByText("May we talk on Friday?").count() > 0;
  });
}

async function hire(page, house) {
  await page.goto(`${house.url}/jobs`);
  await page.getByRole("main").getByRole("link", { name: title }).click();
  await page.getByRole("link", { name: "Move or decline Brandon Park" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Hire" }).click();
  await page.getByRole("dialog", { name: /^Hire Brandon Park/ }).getByRole("button", { name: "Hire" }).click();
  await notice(page, "Hired Brandon Park").waitFor();
  await page.goto(`${house.url}/jobs?status=all`);
  await page.getByRole("row").filter({ hasText: title }).waitFor();
  await page.goto(house.person);
  await page.getByText(`${title} at ${firm.name}`).first().waitFor();
  const told = await page.getByRole("region", { name: "History" }).innerText();
  const story = ["hired for", "took back a move in", "moved from Screen to Interview", "moved from Applied to Screen", "added to"];
  for (const words of story) assert.ok(told.includes(words), `the timeline tells “${words}”:\n${told}`);
  await shot(page, `${house.look}-hired`);
}

async function earlierDay(page, house) {
  await page.goto(`${house.url}/jobs?status=all`);
  await page.getByRole("main").getByRole("link", { name: title }).click();
  await page.getByRole("link", { name: "Earlier days" }).click();
  await page.getByText(/: 1 in play/).waitFor();
  await page.getByRole("link", { name: "The day before" }).click();
  await page.getByText(/: 0 in play/).waitFor();
  await shot(page, `${house.look}-earlier-day`);
}

for (const [look, options] of Object.entries(looks)) {
  test(`the main job, ${look}`, { timeout: 900_000 }, async () => {
    const house = { ...(await startEmpty()), look: `job-${look}` };
    const { page, close, expected } = await openWindow(browser, options);
    try {
      await page.goto(house.link);
      await shot(page, `${house.look}-setup`);
      await setUp(page, house);
      await shot(page, `${house.look}-today-empty`);
      expected(/status of 410/);
      await linkHasEnded(page, house);
      await page.context().clearCookies();
      await signIn(page, house.url, firm.email, firm.password);
      await createJob(page, house);
      await upload(page, house, options);
      await search(page, house, options);
      await page.goto(`${house.url}/candidates`);
      house.person = new URL(await page.getByRole("link", { name: "Brandon Park" }).getAttribute("href"), house.url).href;
      await addToJob(page, house, options);
      await board(page, house, options);
      await rejectAndReopen(page, house);
      await mailSettings(page, house);
      await write(page, house);
      await hire(page, house);
      await earlierDay(page, house);
    } catch (failure) {
      await shot(page, `${house.look}-failed`);
      throw failure;
    } finally {
      await house.stop();
    }
    await close();
  });
}
