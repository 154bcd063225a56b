/**
 * Checking what was read: the focused field's source is marked on the page, keys go through the doubtful ones.
 *
 * Contract
 *   form[data-check]  rows `.read` (id read-ID, [data-doubt] while in doubt) with the field v-ID and was-ID
 *   svg .src[data-fact=ID]   where the fact stands; .now while its field has the focus
 *   Enter: right, or save what was typed; Tab: next doubtful; arrows: next field; Esc: restore, then leave;
 *   Ctrl Enter: accept the rest. Posts `right`, or `v-ID` and `was-ID`; answers the fresh row, x-doubtful, x-undo.
 */
import { announce, onLoad, place, send } from "./dom.js";
import { toast } from "./toast.js";

const fieldOf = row => row.querySelector(".input");
const idOf = row => row.id.slice("read-".length);
const wasOf = row => row.querySelector("input[type=hidden]");
const isChanged = row => fieldOf(row).value !== wasOf(row).value;

onLoad("[data-check]", form => {
  const page = document.querySelector("main");
  const find = name => page.querySelector(`[data-check-${name}]`);
  const rows = () => [...form.querySelectorAll(".read")];
  const doubtful = () => rows().filter(row => "doubt" in row.dataset);
  let current = null;

  for (const name of ["keys", "right", "empty"]) find(name)?.removeAttribute("hidden");

  function mark(row) {
    if (current?.isConnected) current.classList.remove("now");
    for (const one of page.querySelectorAll(".src.now")) one.classList.remove("now");
    current = row;
    if (!row) return;
    row.classList.add("now");
    const source = document.getElementById(`src-${idOf(row)}`);
    if (!source) return tell();
    source.classList.add("now");
    source.parentNode.append(source);
    source.scrollIntoView({ block: "nearest" });
    tell();
  }

  function tell() {
    const waiting = doubtful();
    const at = waiting.indexOf(current);
    const foot = find("place");
    if (foot) foot.textContent = waiting.length === 0 ? "" : at < 0 ? `${waiting.length} doubtful` : `Doubtful ${at + 1} of ${waiting.length}`;
  }

  function count(left) {
    const badge = find("count");
    if (badge) {
      const all = badge.dataset.checkCount;
      badge.textContent = left > 0 ? `${left} doubtful of ${all}` : `${all} read, none doubtful`;
      badge.classList.toggle("warn", left > 0);
    }
    for (const name of ["done", "next"]) find(name)?.toggleAttribute("hidden", left > 0);
    if (left === 0) announce("Nothing is in doubt");
  }

  function go(row) {
    if (!row?.isConnected) return false;
    row.closest("details")?.setAttribute("open", "");
    const field = fieldOf(row);
    field.focus();
    field.select();
    row.scrollIntoView({ block: "nearest" });
    return true;
  }

  const follower = (row, list) => list.find(one => row.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);

  /** Says something of a row; the answer is the fresh row. */
  async function say(row, fields) {
    const typed = fieldOf(row).value;
    const hadFocus = row.contains(document.activeElement);
    row.setAttribute("aria-busy", "true");
    try {
      const answer = await send(form.action, { method: "POST", body: new URLSearchParams(fields) });
      if (!answer.ok && answer.status !== 409 && answer.status !== 422) throw new Error(String(answer.status));
      const fresh = place(row, await answer.text(), "outer");
      if (!answer.ok) {
        // What was typed stays; after a conflict the next Enter saves it over what the error says.
        fieldOf(fresh).value = typed;
        go(fresh);
        return false;
      }
      count(Number(answer.headers.get("x-doubtful")));
      const undo = answer.headers.get("x-undo");
      if (undo && undo !== "0") toast({ kind: "status", text: "Corrected", undo: `/undo/${undo}` });
      if (hadFocus && document.activeElement === document.body) go(fresh);
      else if (current === row) mark(fresh);
      return true;
    } catch {
      row.removeAttribute("aria-busy");
      toast({ kind: "alert", text: "That did not save. What you typed is still in the field." });
      return false;
    }
  }

  function save(row, value = fieldOf(row).value) {
    const id = idOf(row);
    return say(row, { [`v-${id}`]: value, [`was-${id}`]: wasOf(row).value });
  }

  const isUntouched = row => fieldOf(row).classList.contains("auto");

  async function right(row) {
    if (isChanged(row)) return save(row);
    return isUntouched(row) ? say(row, { right: idOf(row) }) : true;
  }

  function onward(row, done) {
    const next = follower(row, doubtful()) ?? doubtful().find(one => one !== row);
    if (next) go(next);
    done.then(isSaved => { if (isSaved && !next) go(rows().find(one => one.id === row.id)); });
  }

  form.addEventListener("focusin", event => {
    const row = event.target.closest(".read");
    if (row && row !== current) mark(row);
  });

  form.addEventListener("change", event => {
    const row = event.target.closest(".read");
    if (row && isChanged(row) && !row.hasAttribute("aria-busy")) save(row);
  });

  form.addEventListener("keydown", event => {
    const row = event.target.closest(".read");
    if (!row || event.isComposing) return;
    const isLong = event.target.matches("textarea");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return void find("accept")?.querySelector("button").click();
    }
    if (event.key === "Enter" && !(isLong && (event.shiftKey || isChanged(row)))) {
      event.preventDefault();
      return onward(row, right(row));
    }
    if (event.key === "Tab" && !event.shiftKey) {
      const next = follower(row, doubtful());
      if (!next) return;
      event.preventDefault();
      return void go(next);
    }
    if (!isLong && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const all = rows().filter(one => one === row || one.checkVisibility());
      const next = all[all.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) event.preventDefault();
      return void go(next);
    }
    if (event.key === "Escape") {
      event.preventDefault();
      if (isChanged(row)) fieldOf(row).value = wasOf(row).value;
      else page.querySelector(".crumbs a").click();
    }
  });

  form.addEventListener("submit", event => {
    event.preventDefault();
    for (const row of rows()) if (isChanged(row)) save(row);
  });

  const here = () => (current?.isConnected ? current : doubtful()[0]);
  find("right")?.addEventListener("click", () => { const row = here(); if (row) onward(row, right(row)); });
  find("empty")?.addEventListener("click", () => { const row = here(); if (row) onward(row, save(row, "")); });

  page.addEventListener("click", event => {
    const source = event.target.closest(".src[data-fact]");
    if (source) go(document.getElementById(`read-${source.dataset.fact}`));
  });

  const first = doubtful()[0];
  // On a phone the keyboard would cover what is to be looked at.
  if (first && !location.hash && !matchMedia("(pointer: coarse)").matches) go(first);
  tell();
});
