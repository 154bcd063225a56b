/**
 * The palette: Ctrl/⌘ K reaches people, jobs and commands.
 *
 * Contracts
 *   [data-open="palette"]            a link to /palette (a page that works without script); opens the dialog
 *   <dialog id="palette" data-url="/palette">   with input[data-palette-input] and [data-palette-list]
 *   <main data-on="person:ID">       what the page is about, sent as `on`, so that its actions come first
 *   Answer of GET /palette?q=…&on=…: groups of [role=option].opt, each with an id. An option is a link, a
 *   submit button in its own form, or a button[data-run-key="E"], which presses that key on the page.
 */
import { calm, send } from "./dom.js";
import { isPressable, press } from "./keys.js";

const dialog = document.getElementById("palette");
const input = dialog?.querySelector("[data-palette-input]");
const list = dialog?.querySelector("[data-palette-list]");
const options = () => [...list.querySelectorAll("[role='option']")];
let asked = null;
let pressable = new Set();

function choose(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (!option) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

/** Takes away what presses a key that this page has not: the palette does what the page can do, no more. */
function dropDead() {
  for (const option of list.querySelectorAll("[data-run-key]")) {
    if (!pressable.has(option.dataset.runKey)) option.remove();
  }
  for (const group of list.querySelectorAll("[role='group']")) {
    if (!group.querySelector("[role='option']")) group.remove();
  }
}

async function search() {
  asked?.abort();
  asked = new AbortController();
  const about = document.querySelector("main")?.dataset.on ?? "";
  const query = new URLSearchParams({ q: input.value, on: about });
  try {
    const answer = await send(`${dialog.dataset.url}?${query}`, { signal: asked.signal });
    if (!answer.ok) return;
    list.innerHTML = await answer.text();
    dropDead();
    for (const one of options()) one.tabIndex = -1;
    choose(options()[0]);
  } catch (error) {
    if (error.name !== "AbortError") list.replaceChildren();
  }
}

function open() {
  if (dialog.open) return dialog.close();
  // Asked before the dialog is open: an open dialog owns the keys.
  pressable = new Set([..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].filter(isPressable));
  dialog.showModal();
  input.value = "";
  input.focus();
  search();
}

function run(option) {
  const key = option.dataset.runKey;
  if (!key) return option.click();
  dialog.close();
  press(key);
}

const later = calm(search, 60);

if (dialog && input && list) {
  input.addEventListener("input", later);
  input.addEventListener("keydown", event => {
    const all = options();
    const at = all.findIndex(one => one.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length > 0) {
      event.preventDefault();
      choose(all[(at + step + all.length) % all.length]);
    } else if (event.key === "Enter" && all[at]) {
      event.preventDefault();
      run(all[at]);
    }
  });
  list.addEventListener("click", event => {
    const option = event.target.closest("[data-run-key]");
    if (option) run(option);
  });
  document.addEventListener("keydown", event => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    open();
  });
  document.addEventListener("click", event => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-open='palette']")) return;
    event.preventDefault();
    open();
  });
}
