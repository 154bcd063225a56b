/**
 * Small things that open in place.
 *
 * Contracts
 *   details.popmenu > summary.btn + .menu   menu; Esc and a click elsewhere close it, arrows move, one at a time
 *   a[data-pop="id"]                        fetches its page (HX-Request) into the popover element #id and opens
 *                                           it there; without script (or on a phone) the link opens the page
 *   button[data-copy="text"]                copies the text and says so
 */
import { announce, leaveToBrowser, place, send } from "./dom.js";

const openMenus = () => document.querySelectorAll("details.popmenu[open]");

document.addEventListener("click", event => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  if (!(event.target instanceof Element)) return;
  const copy = event.target.closest("[data-copy]");
  if (copy) navigator.clipboard?.writeText(copy.dataset.copy).then(() => announce("Copied"));
  const link = event.target.closest("a[data-pop]");
  if (link && !leaveToBrowser(event)) openPopover(link, event);
});

async function openPopover(link, event) {
  const popover = document.getElementById(link.dataset.pop);
  if (!popover?.showPopover || matchMedia("(max-width: 48rem)").matches) return;
  event.preventDefault();
  if (popover.matches(":popover-open")) return popover.hidePopover();
  try {
    const answer = await send(link.href);
    if (!answer.ok) throw new Error(String(answer.status));
    place(popover, await answer.text());
    popover.showPopover();
    popover.querySelector("h2, a, button")?.focus();
  } catch {
    location.assign(link.href);
  }
}

document.addEventListener("keydown", event => {
  const menu = event.target instanceof Element && event.target.closest("details.popmenu[open]");
  if (!menu) return;
  const summary = menu.querySelector("summary");
  if (event.key === "Escape") {
    event.preventDefault();
    menu.open = false;
    return summary.focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll(".menu a, .menu button, .menu input")];
  const at = items.indexOf(document.activeElement);
  items.at((at + step) % items.length)?.focus();
});
