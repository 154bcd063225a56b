/**
 * The slide-over, and moving through a list with the keys.
 *
 * Contracts
 *   [data-row]           a row (tr, li or card); one of them is .current. A click inside makes it current.
 *   a[data-preview]      in the row: its page, fetched with HX-Request and ?preview=1, opens in #over; without
 *                        script or on a phone the link opens the page
 *   #over[hidden]        the aside that holds it. The fragment may hold [data-over-close], [data-over-next],
 *                        [data-over-previous] buttons and [data-over-place], filled with "3 of 7"
 *   [data-row-open]      the link that Enter opens, if it is another than a[data-preview]
 * Keys: J, K next and previous; Space preview; Enter open; Esc close. Only the first move marks a row.
 */
import { announce, inField, leaveToBrowser, place, send } from "./dom.js";
import { bindKey } from "./keys.js";

const over = () => document.getElementById("over");
const rows = () => [...document.querySelectorAll("main [data-row]")].filter(row => row.checkVisibility?.() ?? true);
const isOpen = () => Boolean(over()) && !over().hidden;
let loading = null;

/** The row that keys act on. */
export const currentRow = () => document.querySelector("main [data-row].current");

/** Makes a row the current one and brings it into sight. */
export function setCurrent(row) {
  currentRow()?.classList.remove("current");
  if (!row) return;
  row.classList.add("current");
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
}

const linkOf = row => row?.querySelector("a[data-preview]") ?? row?.querySelector("[data-row-open]");

async function show(row) {
  const link = row?.querySelector("a[data-preview]");
  const aside = over();
  if (!link || !aside) return false;
  setCurrent(row);
  loading?.abort();
  loading = new AbortController();
  const url = new URL(link.href);
  url.searchParams.set("preview", "1");
  try {
    const answer = await send(url.pathname + url.search, { signal: loading.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    place(aside, await answer.text());
    const wasHidden = aside.hidden;
    aside.hidden = false;
    aside.setAttribute("aria-label", `${link.textContent.trim()}, preview`);
    const all = rows();
    const spot = aside.querySelector("[data-over-place]");
    if (spot) spot.textContent = `${all.indexOf(row) + 1} of ${all.length}`;
    if (wasHidden) aside.focus({ preventScroll: true });
    else announce(link.textContent.trim());
  } catch (error) {
    if (error.name !== "AbortError") location.assign(link.href);
  }
  return true;
}

/** Closes the slide-over and gives the focus back to the row it came from. */
export function closeOver() {
  if (!isOpen()) return false;
  loading?.abort();
  over().hidden = true;
  over().replaceChildren();
  linkOf(currentRow())?.focus({ preventScroll: true });
  return true;
}

function step(by) {
  const all = rows();
  if (all.length === 0) return false;
  const at = all.indexOf(currentRow());
  const next = all[at === -1 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  setCurrent(next);
  if (isOpen()) show(next);
  else linkOf(next)?.focus({ preventScroll: true });
  return true;
}

document.addEventListener("click", event => {
  if (!(event.target instanceof Element)) return;
  const row = event.target.closest("main [data-row]");
  if (row) setCurrent(row);
  if (event.target.closest("[data-over-close]")) {
    event.preventDefault();
    closeOver();
  } else if (event.target.closest("[data-over-next]")) step(1);
  else if (event.target.closest("[data-over-previous]")) step(-1);
  const link = event.target.closest("a[data-preview]");
  const isWide = matchMedia("(min-width: 48.01rem)").matches;
  // A click of the keyboard (Enter on the link) has no count: Enter opens the page, Space previews.
  if (!link || !over() || !isWide || event.detail === 0 || leaveToBrowser(event)) return;
  event.preventDefault();
  show(row ?? link.parentElement);
});

document.addEventListener("focusin", event => {
  const row = event.target.closest?.("main [data-row]");
  if (row && row !== currentRow()) setCurrent(row);
});

document.addEventListener("keydown", event => {
  if (event.key !== "Escape" || event.defaultPrevented || inField(event.target)) return;
  if (!document.querySelector("dialog[open], details.popmenu[open]") && closeOver()) event.preventDefault();
});

const present = () => rows().length > 0;
bindKey("J", "Next", () => step(1), present);
bindKey("K", "Previous", () => step(-1), present);
bindKey("Space", "Preview", () => {
  if (!currentRow()?.querySelector("a[data-preview]")) return false;
  if (isOpen()) closeOver();
  else show(currentRow());
  return true;
}, () => present() && Boolean(over()));
bindKey("Enter", "Open", () => {
  const link = currentRow()?.querySelector("[data-row-open]") ?? linkOf(currentRow());
  if (link) location.assign(link.href);
  return Boolean(link);
}, present);
