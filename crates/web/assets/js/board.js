/**
 * The board: drag, keys and menu moves, act first and put back on conflict.
 *
 * Contracts
 *   .board[data-board]                         data-move="/applications/{id}/transitions"
 *                                              data-reject="/applications/{id}/reject" (page of the reason form)
 *   .lane[data-stage="ID"][data-stage-name]    with header .n (count) and ul[data-cards]
 *   li.kcard[data-row][data-application="ID"][data-version="3"][data-name="Amara Okafor"]
 *   a[data-card-move]                          in a card or the slide-over: opens the move menu; its page is the
 *                                              plain form for readers without script
 *   POST to data-move with stage, version, csrf. Success: the fresh card as the body (or none, then header
 *   x-version), a toast with undo in HX-Trigger. 409: a fragment that says who moved it and where; the card
 *   goes back. Any other failure: the card goes back, with Try again.
 * Keys: M move menu, then a letter; R decline with reason; arrows move the focus over cards and lanes.
 */
import { announce, csrf, formBody, leaveToBrowser, make, onLoad, place, send } from "./dom.js";
import { openDialog, openPage } from "./dialog.js";
import { bindKey } from "./keys.js";
import { currentRow, setCurrent } from "./over.js";
import { readToasts, toast } from "./toast.js";

const board = () => document.querySelector("[data-board]");
const listOf = lane => lane.querySelector("[data-cards]");
const address = (template, card) => template.replace("{id}", encodeURIComponent(card.dataset.application));

function count(lane, by) {
  const shown = lane.querySelector("header .n");
  const value = Number(shown?.textContent.replace(/\D/g, ""));
  if (shown && Number.isFinite(value)) shown.textContent = String(value + by);
}

/** Text of a refusal's fragment. */
function textOf(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.textContent.trim().replace(/\s+/g, " ");
}

/** Runs a change of the page that would drop the focus out of a card; `change` answers the card afterwards. */
function keepFocus(card, change) {
  const wasHere = card.contains(document.activeElement) || document.activeElement === document.body;
  const after = change();
  if (wasHere) after.querySelector("a")?.focus({ preventScroll: true });
  return after;
}

/**
 * Moves a card at once and posts it; `back` undoes the move on the page.
 * @param {HTMLElement} card
 * @param {HTMLElement} from  the lane it comes from
 * @param {HTMLElement} to    the lane it goes to
 * @param {() => void} back
 */
async function post(card, from, to, back) {
  const { name = "The card", version = "" } = card.dataset;
  count(from, -1);
  count(to, 1);
  announce(`${name} moved to ${to.dataset.stageName}`);
  const putBack = () => {
    keepFocus(card, () => { back(); return card; });
    count(from, 1);
    count(to, -1);
  };
  const body = formBody({ stage: to.dataset.stage, version, csrf: csrf() });
  try {
    const answer = await send(address(board().dataset.move, card), { method: "POST", body });
    const text = await answer.text();
    if (answer.status === 409) {
      putBack();
      return toast({ kind: "alert", text: textOf(text), action: { words: "Show the board now", run: () => location.reload() } });
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = text.includes("data-application") ? keepFocus(card, () => place(card, text, "outer")) : card;
    fresh.dataset.version = answer.headers.get("x-version") ?? fresh.dataset.version;
    setCurrent(fresh);
    readToasts(answer);
  } catch {
    putBack();
    const again = () => move(card, to);
    toast({ kind: "alert", text: `That did not save; ${name} is back in ${from.dataset.stageName}.`, action: { words: "Try again", run: again } });
  }
}

/** Moves a card to the top of another lane, without dragging. */
function move(card, to) {
  const from = card.closest("[data-stage]");
  if (!to || from === to) return;
  const next = card.nextElementSibling;
  const home = card.parentElement;
  listOf(to).prepend(card);
  setCurrent(card);
  card.querySelector("a")?.focus();
  post(card, from, to, () => home.insertBefore(card, next));
}

/** A letter for each lane: its first free one. */
function letters(lanes) {
  const taken = new Set();
  return lanes.map((lane, index) => {
    const options = [...lane.dataset.stageName.toUpperCase().replace(/[^A-Z]/g, ""), String(index + 1)];
    const letter = options.find(one => !taken.has(one)) ?? String(index + 1);
    taken.add(letter);
    return letter;
  });
}

function openMoveMenu(card) {
  const lanes = [...board().querySelectorAll("[data-stage]")];
  const here = card.closest("[data-stage]");
  const keys = letters(lanes);
  const menu = make("div", { class: "menu bare-menu" });
  const holder = make("div", { class: "stack" }, make("h2", {}, `Move ${card.dataset.name ?? "this person"} to`), menu);
  const dialog = openDialog(holder, "Move to a stage");
  dialog.classList.add("small");
  lanes.forEach((lane, index) => {
    const button = make("button", { type: "button", "data-key": keys[index], disabled: lane === here },
      lane.dataset.stageName, make("kbd", {}, keys[index]));
    button.addEventListener("click", () => { dialog.close(); move(card, lane); });
    menu.append(button);
  });
  menu.querySelector("button:not(:disabled)")?.focus();
}

/** Focus over cards (up, down) and lanes (left, right). */
function walk(event) {
  const card = event.target.closest?.(".kcard");
  if (!card || event.target.closest("input, select, textarea, details[open]")) return;
  const cards = [...card.parentElement.querySelectorAll(".kcard")];
  const at = cards.indexOf(card);
  let next = { ArrowDown: cards[at + 1], ArrowUp: cards[at - 1] }[event.key];
  const isForward = event.key === (document.dir === "rtl" ? "ArrowLeft" : "ArrowRight");
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const lanes = [...board().querySelectorAll("[data-stage]")].filter(lane => lane.querySelector(".kcard"));
    const lane = lanes[lanes.indexOf(card.closest("[data-stage]")) + (isForward ? 1 : -1)];
    const others = lane ? [...lane.querySelectorAll(".kcard")] : [];
    next = others[Math.min(at, others.length - 1)];
  }
  if (!next) return;
  event.preventDefault();
  setCurrent(next);
  next.querySelector("a")?.focus();
}

async function makeSortable(lanes) {
  await import("../vendor/sortable.min.js");
  for (const lane of lanes) {
    window.Sortable.create(listOf(lane), {
      group: "cards",
      draggable: ".kcard",
      sort: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      delay: 150,
      delayOnTouchOnly: true,
      ghostClass: "drop-here",
      onEnd({ item, from, to, oldIndex }) {
        if (from === to) return;
        const back = () => from.insertBefore(item, from.children[oldIndex] ?? null);
        post(item, from.closest("[data-stage]"), to.closest("[data-stage]"), back);
      },
    });
  }
}

onLoad("[data-board][data-move]", element => {
  element.addEventListener("keydown", walk);
  makeSortable([...element.querySelectorAll("[data-stage]")]);
});

const currentCard = () => currentRow()?.closest(".kcard");

document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-card-move]");
  const card = link?.closest(".kcard") ?? currentCard();
  if (!link || !card || !board()?.dataset.move || leaveToBrowser(event)) return;
  event.preventDefault();
  setCurrent(card);
  openMoveMenu(card);
});

bindKey("M", "Move to a stage, then a letter", () => {
  if (!currentCard()) return false;
  openMoveMenu(currentCard());
  return true;
}, () => Boolean(board()?.dataset.move));
bindKey("R", "Decline, with reason", () => {
  if (!currentCard()) return false;
  openPage(address(board().dataset.reject, currentCard()), `Decline ${currentCard().dataset.name ?? ""}`);
  return true;
}, () => Boolean(board()?.dataset.reject));
