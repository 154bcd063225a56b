/**
 * Results, with undo. A toast stays ten seconds (longer while pointed at or focused); alerts stay until closed.
 *
 * Contracts
 *   #toasts                         where they stand; those of a full page are rendered there by the server
 *   .toast                          one of them (macro `toast`); its Undo is a real form: form[data-undo]
 *   <template data-toast>…</template>   in any fragment: its .toast moves to #toasts
 *   header HX-Trigger: {"toast": {"text": "…", "kind": "status|alert", "undo": "/undo/7", "retry": "/…"}}
 *   Z                               submits the newest Undo
 */
import { csrf, icon, make, onLoad } from "./dom.js";
import { bindKey } from "./keys.js";

const lifetime = 10_000;

const region = () => document.getElementById("toasts");

function undoForm(action) {
  const here = location.pathname + location.search;
  return make("form", { method: "post", action, "data-undo": true },
    make("input", { type: "hidden", name: "csrf", value: csrf() }),
    make("input", { type: "hidden", name: "next", value: here }),
    make("button", { class: "btn sm", type: "submit" }, "Undo ", make("kbd", {}, "Z")));
}

/**
 * Shows a result.
 * @param {{text: string, kind?: "status"|"alert", undo?: string, action?: {words: string, run: () => void}}} result
 */
export function toast({ text, kind = "status", undo, action }) {
  const isAlert = kind === "alert";
  const note = make("div", { class: "toast", role: kind }, icon(isAlert ? "circle-alert" : "check"), make("span", {}, text));
  if (undo) note.append(undoForm(undo));
  if (action) {
    const button = make("button", { class: "btn sm", type: "button" }, action.words);
    button.addEventListener("click", () => { note.remove(); action.run(); });
    note.append(button);
  }
  if (isAlert) {
    const close = make("button", { class: "btn sm icon-only", type: "button", "aria-label": "Close", "data-toast-close": true }, icon("x"));
    note.append(close);
  }
  region()?.append(note);
  begin(note);
  return note;
}

const begun = new WeakSet();

function begin(note) {
  if (begun.has(note)) return;
  begun.add(note);
  if (note.getAttribute("role") === "alert") return;
  let timer;
  const start = () => { timer = setTimeout(() => note.remove(), lifetime); };
  const stop = () => clearTimeout(timer);
  for (const name of ["pointerenter", "focusin"]) note.addEventListener(name, stop);
  for (const name of ["pointerleave", "focusout"]) note.addEventListener(name, start);
  start();
}

/**
 * Shows the toasts that an answer to a fetch of ours carries in HX-Trigger.
 * @param {Response} answer
 * @returns {number} how many
 */
export function readToasts(answer) {
  const header = answer.headers.get("HX-Trigger");
  if (!header?.startsWith("{")) return 0;
  const found = JSON.parse(header).toast;
  if (!found) return 0;
  const all = Array.isArray(found) ? found : [found];
  for (const one of all) toast(one);
  return all.length;
}

onLoad("template[data-toast]", template => {
  const notes = [...template.content.querySelectorAll(".toast")];
  template.remove();
  region()?.append(...notes);
  notes.forEach(begin);
});

onLoad("#toasts .toast", begin);

document.addEventListener("toast", event => toast(event.detail));

document.addEventListener("click", event => {
  if (event.target instanceof Element) event.target.closest("[data-toast-close]")?.closest(".toast").remove();
});

const newestUndo = () => [...(region()?.querySelectorAll("form[data-undo]") ?? [])].pop();
bindKey("Z", "Undo", () => {
  newestUndo().requestSubmit();
  return true;
}, () => Boolean(newestUndo()));
