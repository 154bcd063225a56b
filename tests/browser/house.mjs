/** Starts Rapport and a browser for a story, and ends both. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const program = resolve(process.env.RAPPORT ?? "../../target/debug/rapport");
const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find(existsSync);
export const artefacts = resolve(process.env.ARTEFACTS ?? "../../artifacts");
mkdirSync(artefacts, { recursive: true });

/** A port nobody listens on. */
export const freePort = () => new Promise(done => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

/** Runs a command of ours to its end; resolves to what it said. */
export const run = (...args) => new Promise((done, fail) => {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", part => { said += part; });
  child.stderr.on("data", part => { said += part; });
  child.on("exit", code => (code === 0 ? done(said) : fail(new Error(`rapport ${args.join(" ")}: ${said}`))));
});

/** Starts `rapport <args>` and waits until it answers. */
export async function start(...args) {
  const port = await freePort();
  const child = spawn(program, [...args, "--listen", `127.0.0.1:${port}`], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", part => { said += part; });
  child.stderr.on("data", part => { said += part; });
  const url = `http://127.0.0.1:${port}`;
  const began = Date.now();
  for (;;) {
    if (child.exitCode !== null) throw new Error(`rapport ended: ${said}`);
    if (Date.now() - began > 240_000) throw new Error(`rapport does not answer: ${said}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) break;
    await new Promise(done => setTimeout(done, 100));
  }
  const stop = () => new Promise(done => {
    child.on("exit", done);
    child.kill("SIGTERM");
  });
  return { url, stop, said: () => said };
}

/** A folder for a story's data; goes with `remove`. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "rapport-story-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export const openBrowser = () => chromium.launch({
  executablePath: browserPath,
  args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A window in one look: desktop or phone, light or dark. Faults of the page's scripts are gathered. */
export async function openWindow(browser, { phone = false, dark = false, script = true } = {}) {
  const context = await browser.newContext({
    viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    hasTouch: phone,
    isMobile: phone,
    colorScheme: dark ? "dark" : "light",
    javaScriptEnabled: script,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", error => faults.push(String(error)));
  page.on("console", message => { if (message.type() === "error") faults.push(message.text()); });
  return { page, faults, close: () => context.close() };
}

/** Signs in through the form. */
export async function signIn(page, url, email, password) {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL(address => !address.pathname.startsWith("/sign-in"));
}

export const shot = (page, name) => page.screenshot({ path: join(artefacts, `${name}.png`) });
