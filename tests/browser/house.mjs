/** Starts Rapport, a mail server and a browser for a story, and ends them again. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { deflateRawSync } from "node:zlib";
import { chromium } from "playwright-core";

const here = import.meta.dirname;
const program = resolve(process.env.RAPPORT ?? join(here, "../../target/debug/rapport"));
const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
/** Resumes of people who do not exist, as files: the demo's own. */
export const resumes = resolve(here, "../../crates/app/src/demo/resumes");
/** Screenshots, to be looked at beside the mocks. */
export const artefacts = resolve(process.env.ARTEFACTS ?? join(here, "../../artifacts"));
mkdirSync(artefacts, { recursive: true });

/** Polls until `look` answers something true, and answers that. Never a guess of how long a thing takes. */
export async function until(what, look, limit = 60_000) {
  const end = Date.now() + limit;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) assert.fail(`${what}: not within ${limit / 1000} seconds`);
    await new Promise(done => setTimeout(done, 50));
  }
}

/** A port nobody listens on. */
export const freePort = () => new Promise(done => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** A child process with what it said, and an end by its own process id. */
function child(command, args) {
  const process = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [process.stdout, process.stderr]) stream.on("data", part => { said += part; });
  const ended = new Promise(done => { process.on("exit", done); });
  return { said: () => said, ended, hasEnded: () => process.exitCode !== null, stop: () => { process.kill("SIGTERM"); return ended; } };
}

/** Runs a command of ours to its end; resolves to what it said. */
export async function run(...args) {
  const { said, ended } = child(program, args);
  assert.equal(await ended, 0, `rapport ${args.join(" ")}: ${said()}`);
  return said();
}

/** Starts `rapport <args>` and waits until it answers. */
export async function start(...args) {
  const port = await freePort();
  const server = child(program, [...args, "--listen", `127.0.0.1:${port}`]);
  const url = `http://127.0.0.1:${port}`;
  await until("Rapport answers", async () => {
    assert.ok(!server.hasEnded(), `rapport ended: ${server.said()}`);
    return (await fetch(`${url}/readyz`).catch(() => null))?.ok;
  }, 240_000);
  return { url, stop: server.stop, said: server.said };
}

/** A folder for a story's data; goes with `remove`. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "rapport-story-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The demo's firm. `DEMO_SEED` names a folder that was seeded before (`rapport demo --seed-only`) and is copied. */
export async function startDemo() {
  const data = folder();
  if (process.env.DEMO_SEED) cpSync(process.env.DEMO_SEED, data.path, { recursive: true });
  const house = await start("demo", "--data", data.path);
  return { ...house, stop: async () => { await house.stop(); data.remove(); } };
}

/** Those who sign in to the demo. */
export const logins = {
  admin: "anders.brink@harbourpine.example",
  recruiter: "nora.whitfield@harbourpine.example",
  manager: "ellen.brandt@harbourpine.example",
  interviewer: "kofi.mensah@harbourpine.example",
  password: "harbour-and-pine",
};

/** Postfix's mail sink: takes every mail and keeps it as a file. */
export async function startSink() {
  const kept = folder();
  chmodSync(kept.path, 0o777);
  const port = await freePort();
  const asRoot = process.getuid() === 0 ? ["-u", "nobody"] : [];
  const sink = child("/usr/sbin/smtp-sink", [...asRoot, "-d", join(kept.path, "%M."), `127.0.0.1:${port}`, "50"]);
  const mails = () => readdirSync(kept.path).map(name => readFileSync(join(kept.path, name), "utf8"));
  return { port, mails, stop: async () => { await sink.stop(); kept.remove(); } };
}

export const openBrowser = () => chromium.launch({
  executablePath: browserPath,
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** The looks in which everything is told. */
export const looks = { light: {}, dark: { dark: true }, phone: { phone: true } };

/**
 * A window in one look: desktop or phone, light or dark, with script or without. What its pages complain of on the
 * console (the content security policy too), errors of their scripts and answers 5xx are gathered, and fail the
 * story when the window is closed, unless they were `expected`.
 */
export async function openWindow(browser, { phone = false, dark = false, script = true } = {}) {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: phone,
    isMobile: phone,
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: script,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(60_000);
  const faults = [];
  const known = [];
  const fault = text => { if (!known.some(pattern => pattern.test(text))) faults.push(text); };
  context.on("page", page => {
    page.on("pageerror", error => fault(String(error)));
    page.on("console", message => { if (message.type() === "error") fault(`${message.text()} (${page.url()})`); });
    page.on("response", answer => { if (answer.status() >= 500) fault(`${answer.status()} ${answer.url()}`); });
  });
  const page = await context.newPage();
  const close = async () => {
    await context.close();
    assert.deepEqual(faults, [], "the pages complained");
  };
  return { page, context, close, expected: pattern => { known.push(pattern); } };
}

/** Signs in through the form. */
export async function signIn(page, url, email, password = logins.password) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Work email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(address => !address.pathname.startsWith("/sign-in"));
}

export const shot = (page, name) => page.screenshot({ path: join(artefacts, `${name}.png`) });

/** The notice that says this. */
export const notice = (page, words) => page.getByRole("region", { name: "Notices" }).getByText(words);

/** Scripts of the page are at work: keys, dialogs and drags answer from now on. */
export const awake = page => page.waitForFunction(() => document.readyState === "complete");

/** A ZIP of files; packed small where that is asked for. */
export function zipOf(files, packed = false) {
  const table = Array.from({ length: 256 }, (_, n) => {
    for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  const check = bytes => (bytes.reduce((sum, byte) => table[(sum ^ byte) & 255] ^ (sum >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const parts = [];
  const central = [];
  let at = 0;
  for (const [name, bytes] of files) {
    const label = Buffer.from(name);
    const body = packed ? deflateRawSync(bytes) : bytes;
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(packed ? 8 : 0, 4);
    head.writeUInt32LE(check(bytes), 10);
    head.writeUInt32LE(body.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(label.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), head, label, body]);
    central.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), head, entry, label]));
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, directory, Buffer.from("PK\x05\x06"), end]);
}

/** Drops files onto an element as a hand from the desktop would. */
export async function dropFiles(page, target, files) {
  const carried = await page.evaluateHandle(all => {
    const transfer = new DataTransfer();
    for (const [name, text] of all) {
      const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, files.map(([name, bytes]) => [name, bytes.toString("base64")]));
  await target.dispatchEvent("dragenter", { dataTransfer: carried });
  await target.dispatchEvent("dragover", { dataTransfer: carried });
  await target.dispatchEvent("drop", { dataTransfer: carried });
}

/** Files of the demo's resumes, as pairs of name and bytes. */
export const resumeFiles = (...names) => names.map(name => [name, readFileSync(join(resumes, name))]);
