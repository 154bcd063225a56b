/**
 * Choosing several rows.
 *
 * Contracts
 *   form[data-select]                     holds the table and the bulk bar; the ids travel as its checkboxes
 *   tr[data-row] input[data-select-row]   one checkbox a row (name="id")
 *   input[data-select-all]                all on this page
 *   [data-bulk]                           the bulk bar; shown with the first selection. Its buttons submit the
 *                                         form with formaction, so it works without script (then always shown)
 *   [data-selected-count]                 says how many
 *   button[data-select-clear]             clears
 * Keys: X selects the current row (see over.js), Shift X a run. Shift click selects a run too.
 */
import { announce, onLoad } from "./dom.js";
import { bindKey } from "./keys.js";
import { currentRow } from "./over.js";

/** @type {WeakMap<HTMLFormElement, HTMLInputElement>} the row last chosen, where a run begins */
const anchors = new WeakMap();

const boxes = form => [...form.querySelectorAll("[data-select-row]")];

function refresh(form, speak) {
  const all = boxes(form);
  const chosen = all.filter(box => box.checked);
  for (const box of all) box.closest("[data-row]")?.classList.toggle("on", box.checked);
  const every = form.querySelector("[data-select-all]");
  if (every) {
    every.checked = all.length > 0 && chosen.length === all.length;
    every.indeterminate = chosen.length > 0 && chosen.length < all.length;
  }
  const bar = form.querySelector("[data-bulk]");
  if (bar) bar.hidden = chosen.length === 0;
  for (const count of form.querySelectorAll("[data-selected-count]")) count.textContent = String(chosen.length);
  if (speak) announce(`${chosen.length} selected`);
}

/** Makes every row from the anchor to `box` like `box`. */
function run(form, box) {
  const all = boxes(form);
  const from = all.indexOf(anchors.get(form) ?? box);
  const to = all.indexOf(box);
  for (const one of all.slice(Math.min(from, to), Math.max(from, to) + 1)) one.checked = box.checked;
}

function toggleCurrent(isRun) {
  const box = currentRow()?.querySelector("[data-select-row]");
  const form = box?.closest("[data-select]");
  if (!form) return false;
  box.checked = isRun ? true : !box.checked;
  if (isRun) run(form, box);
  anchors.set(form, box);
  refresh(form, true);
  return true;
}

onLoad("form[data-select]", form => {
  form.addEventListener("click", event => {
    const box = event.target.closest?.("[data-select-row]");
    if (box) {
      if (event.shiftKey) run(form, box);
      anchors.set(form, box);
      refresh(form, event.shiftKey);
    }
    if (event.target.closest?.("[data-select-clear]")) {
      for (const one of boxes(form)) one.checked = false;
      refresh(form, true);
      boxes(form)[0]?.focus();
    }
  });
  form.addEventListener("change", event => {
    if (!event.target.matches("[data-select-all]")) return;
    for (const one of boxes(form)) one.checked = event.target.checked;
    refresh(form, true);
  });
  refresh(form, false);
});

document.addEventListener("htmx:after:swap", event => {
  const form = event.detail.ctx.target?.closest?.("form[data-select]");
  if (form) refresh(form, false);
});

const present = () => Boolean(document.querySelector("form[data-select]"));
bindKey("X", "Select this row", () => toggleCurrent(false), present);
bindKey("Shift+X", "Select from the last one to here", () => toggleCurrent(true), present);
