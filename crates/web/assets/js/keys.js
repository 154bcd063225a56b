/**
 * Single-letter keys. Off while a field has focus and when <body data-keys="off"> (WCAG 2.1.4).
 *
 * Contracts
 *   [data-key="E"]        pressing E clicks this control (focuses it, if it is a field); print the key in <kbd>.
 *                         Also "/", ";", "Shift+X", "Enter". The open dialog wins, then the slide-over,
 *                         the bulk bar, the page, and last the shell.
 *   [data-key-label="…"]  words for the list of keys, where the control's own words will not do
 *   [data-goto="c"]       G, then C follows this link
 *   <dialog id="shortcuts"> with [data-shortcut-list]   opened by ?, filled with every key present
 *   Ctrl/⌘ Enter          submits the form that has the focus
 */
import { inField, make, wordsOf } from "./dom.js";

const chordWait = 1500;
const bound = [];
let chordUntil = 0;

/**
 * Offers a key that is no control of the page (moving through a list). Controls with data-key win.
 * @param {string} key
 * @param {string} words   what it does, for the list of keys
 * @param {() => boolean} run      answers whether it did anything
 * @param {() => boolean} present  whether the key means something on this page
 */
export function bindKey(key, words, run, present) {
  bound.push({ key: key.toLowerCase(), words, run, present, shown: key });
}

const isVisible = element => element.checkVisibility?.({ visibilityProperty: true }) ?? true;

/** Where controls are looked for, nearest first. */
function places() {
  const open = [...document.querySelectorAll("dialog[open]")].pop();
  if (open) return [open];
  const nearest = ["#over:not([hidden])", "[data-bulk]:not([hidden])", "main"];
  return [...nearest.map(one => document.querySelector(one)).filter(Boolean), document.body];
}

const keyOf = event => {
  const key = event.key.toLowerCase();
  return event.shiftKey && /^[a-z]$/.test(key) ? `shift+${key}` : key;
};

/** The control of a key, nearest first. */
function controlOf(wanted) {
  const fits = one => one.dataset.key.toLowerCase() === wanted && isVisible(one) && !one.disabled;
  for (const place of places()) {
    const control = [...place.querySelectorAll("[data-key]")].find(fits);
    if (control) return control;
  }
  return null;
}

/** Whether a key does anything on this page as it stands. */
export function isPressable(key) {
  const wanted = key.toLowerCase();
  return Boolean(controlOf(wanted)) || bound.some(one => one.key === wanted && one.present());
}

/**
 * Runs the control or the offered action of a key.
 * @returns {boolean} whether there was one
 */
export function press(key) {
  const wanted = key.toLowerCase();
  const control = controlOf(wanted);
  if (control && inField(control)) {
    control.focus();
    control.select?.();
  } else if (control) {
    if (control.matches("summary")) control.focus();
    control.click();
  }
  if (control) return true;
  if (document.querySelector("dialog[open]")) return false;
  return bound.some(one => one.key === wanted && one.present() && one.run());
}

function follow(letter) {
  const link = document.querySelector(`[data-goto="${CSS.escape(letter)}"]`);
  link?.click();
  return Boolean(link);
}

/** Fills and opens the list of keys. */
export function showShortcuts() {
  const dialog = document.getElementById("shortcuts");
  const list = dialog?.querySelector("[data-shortcut-list]");
  if (!list || dialog.open) return false;
  const rows = new Map();
  for (const control of document.querySelectorAll("main [data-key], #over [data-key], body [data-key]")) {
    const shown = control.dataset.key;
    if (isVisible(control) && !rows.has(shown)) rows.set(shown, wordsOf(control));
  }
  for (const one of bound) if (one.present() && !rows.has(one.shown)) rows.set(one.shown, one.words);
  for (const link of document.querySelectorAll("[data-goto]")) {
    rows.set(`G ${link.dataset.goto.toUpperCase()}`, `Go to ${wordsOf(link)}`);
  }
  rows.set("Ctrl K", "Search people, jobs and commands");
  rows.set("Ctrl ↵", "Send, save or submit");
  list.replaceChildren(...[...rows].flatMap(([key, words]) => [
    make("dt", {}, ...key.split(" ").map(part => make("kbd", {}, part))),
    make("dd", {}, words),
  ]));
  dialog.showModal();
  return true;
}

function submitFocused(event) {
  const form = event.target instanceof Element && event.target.closest("form");
  if (!form) return;
  event.preventDefault();
  const named = form.querySelector("[data-submit]");
  form.requestSubmit(named ?? undefined);
}

document.addEventListener("keydown", event => {
  if (event.defaultPrevented || event.isComposing) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return submitFocused(event);
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  // Enter and Space belong to the focused control; the list keys act only when nothing is focused there.
  const control = event.target instanceof Element && event.target.closest("a, button, summary, input, [role='option']");
  if (event.key === "Enter" && control) return;
  if (event.key === " " && control && !control.matches("a[data-preview]")) return;
  const single = event.key.length === 1 && event.key !== " ";
  if (single && document.body.dataset.keys === "off") return;
  if (chordUntil > event.timeStamp) {
    chordUntil = 0;
    if (follow(event.key.toLowerCase())) return event.preventDefault();
  }
  if (event.key === "g" && document.querySelector("[data-goto]") && !document.querySelector("dialog[open]")) {
    chordUntil = event.timeStamp + chordWait;
    return;
  }
  const done = event.key === "?" ? showShortcuts() : press(event.key === " " ? "Space" : keyOf(event));
  if (done) event.preventDefault();
});

document.addEventListener("click", event => {
  if (event.target instanceof Element && event.target.closest("[data-open='shortcuts']")) {
    event.preventDefault();
    showShortcuts();
  }
});
