/** Wrong and hostile files: each gets one clear line, and the rest go on. */
import assert from "node:assert/strict";
import { closeSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setUp, startEmpty } from "./firm.mjs";
import { folder, openBrowser, openWindow, resumeFiles, shot, zipOf } from "./house.mjs";

let browser;
before(async () => { browser = await openBrowser(); });
after(() => browser?.close());

const encrypted = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
  + "3 0 obj<</Filter/Standard/V 1/R 2/O<6d79206f776e65722070617373776f72642069732068657265212121212121>/U<6d79207573657220706173730000000000000000000000000000000000000000>/P -4>>endobj\n"
  + "trailer<</Root 1 0 R/Encrypt 3 0 R/Size 4/ID[<01><01>]>>\n%%EOF\n");

/** name, bytes, and what its line says */
const wrong = [
  ["empty.pdf", Buffer.alloc(0), /empty/i],
  ["invoice.pdf", Buffer.from("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8", "latin1"), /program/i],
  ["torn.pdf", Buffer.from("%PDF-1.7\nnothing more"), /damaged|broken|could not be read|not be opened/i],
  ["locked.pdf", encrypted, /password|encrypted|damaged/i],
  ["shopping.txt", Buffer.from("Two loaves of bread\nButter\nSix eggs\n"), /resume|no name|nobody|not/i],
  ["bomb.zip", zipOf([["bomb.txt", Buffer.alloc(60_000_000, "a")]], true), /unpack|large|inside|too much/i],
];

test("each wrong file says why in one line, the good ones become people", { timeout: 900_000 }, async () => {
  const house = await startEmpty();
  const data = folder();
  const { page, close, expected } = await openWindow(browser);
  expected(/status of (413|422)/);
  expected(/net::ERR_/);
  try {
    await setUp(page, house);
    await page.goto(`${house.url}/uploads`);
    // A file of 210 MB, sparse on the disk, that calls itself an archive.
    const huge = join(data.path, "everybody.zip");
    const handle = openSync(huge, "w");
    writeSync(handle, Buffer.from("PK\x03\x04"));
    ftruncateSync(handle, 210 * 1024 * 1024);
    closeSync(handle);
    const mimeType = "application/octet-stream";
    const input = page.getByLabel("Drop files here, or choose them");
    const [first] = resumeFiles("brandon-park-resume.txt");
    const [last] = resumeFiles("kavya-khan-resume.pdf");
    const files = [first, ...wrong, last].map(([name, buffer]) => ({ name, buffer, mimeType }));
    await input.setInputFiles(files);
    const sent = page.getByRole("list", { name: "Files on their way" });
    await sent.getByRole("listitem").filter({ hasText: "kavya-khan" }).getByText("Arrived").waitFor();
    await page.getByRole("heading", { name: "All read" }).waitFor({ timeout: 60_000 });
    const results = page.locator("#upload-files").getByRole("listitem");
    for (const [name, , says] of wrong) {
      const line = results.filter({ hasText: name }).first();
      await line.waitFor();
      assert.match((await line.innerText()).replace(name, ""), says, name);
    }
    for (const name of ["Brandon Park", "Kavya Khan"]) await page.getByRole("link", { name: `Created ${name}` }).waitFor();
    await shot(page, "uploads-wrong");
    await input.setInputFiles(huge);
    await sent.getByRole("listitem").filter({ hasText: "everybody.zip" }).getByText(/large|200 MB/i).waitFor({ timeout: 60_000 });
    await shot(page, "uploads-huge");
    await page.goto(`${house.url}/candidates`);
    assert.deepEqual((await page.getByRole("main").locator("a.name").allTextContents()).sort(), ["Brandon Park", "Kavya Khan"]);
    // The same person again: the new facts are added, show their file, and can be taken back.
    await page.goto(`${house.url}/uploads`);
    const [, text] = first;
    const more = Buffer.from(text.toString("utf8").replace("Sketch, Wireframing", "Sketch, Lighthouse keeping, Wireframing"));
    await input.setInputFiles([{ name: "brandon-again.txt", buffer: more, mimeType }]);
    await page.getByRole("link", { name: /^Added \d+ facts? to Brandon Park/ }).waitFor();
    await page.getByRole("button", { name: "Undo brandon-again.txt" }).click();
    await page.getByText("the facts of this file are gone again").waitFor();
  } catch (failure) {
    await shot(page, "uploads-failed");
    throw failure;
  } finally {
    await house.stop();
    data.remove();
  }
  await close();
});
