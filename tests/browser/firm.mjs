/** A firm of its own for a story: an empty `rapport serve`, set up through the link on its console. */
import assert from "node:assert/strict";
import { folder, start, startSink, until } from "./house.mjs";

export const firm = { name: "Lindqvist & Daughters", admin: "Edda Lindqvist", email: "edda@lindqvist.example", password: "two herons at dawn" };

/** Starts a house without anybody in it, and a mail server that takes what it sends. */
export async function startEmpty() {
  const data = folder();
  const house = await start("serve", "--data", data.path);
  const sink = await startSink();
  const link = /http:\/\/\S+\/setup\/\S+/.exec(await until("the console says the link", () => house.said()))[0];
  return { ...house, link, sink, stop: async () => { await house.stop(); await sink.stop(); data.remove(); } };
}

/** Opens the link of the console and fills the one page. */
export async function setUp(page, house) {
  await page.goto(house.link);
  await page.getByLabel("Name of your firm").fill(firm.name);
  await page.getByLabel("Your name").fill(firm.admin);
  await page.getByLabel("Work email").fill(firm.email);
  await page.getByLabel("Password").fill(firm.password);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.waitForURL(`${house.url}/`);
}

/** The set-up link opens nothing any more. */
export async function linkHasEnded(page, house) {
  const answer = await page.goto(house.link);
  assert.equal(answer.status(), 410);
  await page.getByRole("heading", { name: "This link has ended" }).waitFor();
}
