/**
 * Suggestions under a field.
 *
 * Contracts
 *   input[data-suggest="/suggest/skills"]   GET with q; the answer is li[role=option][data-value] (id optional).
 *                                           Arrows choose, Enter or a click takes, Esc closes.
 *   input[data-suggest-many]                values separated by commas; the last one is completed
 */
import { calm, make, onLoad, send } from "./dom.js";

let made = 0;

/**
 * A list under a field, worked by the field's keys. Shared with mention.js.
 * @param {HTMLInputElement|HTMLTextAreaElement} field
 * @param {(value: string) => void} take
 */
export function listUnder(field, take) {
  made += 1;
  const list = make("ul", { class: "menu suggest", role: "listbox", id: `suggest-${made}`, "aria-label": "Suggestions", hidden: true });
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("autocomplete", "off");
  const options = () => [...list.children];
  const close = () => {
    list.hidden = true;
    list.replaceChildren();
    field.removeAttribute("aria-activedescendant");
    if (field.getAttribute("role") === "combobox") field.setAttribute("aria-expanded", "false");
  };
  const choose = option => {
    for (const one of options()) one.setAttribute("aria-selected", String(one === option));
    if (option) field.setAttribute("aria-activedescendant", option.id);
  };
  const use = option => {
    take(option.dataset.value);
    close();
    field.focus();
  };
  const show = html => {
    list.innerHTML = html;
    options().forEach((one, index) => { one.id ||= `${list.id}-${index}`; });
    list.hidden = options().length === 0;
    if (field.getAttribute("role") === "combobox") field.setAttribute("aria-expanded", String(!list.hidden));
    choose(options()[0]);
  };
  list.addEventListener("mousedown", event => {
    event.preventDefault();
    const option = event.target.closest("[role='option']");
    if (option) use(option);
  });
  field.addEventListener("keydown", event => {
    if (list.hidden) return;
    const at = options().findIndex(one => one.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(options()[(at + step + options().length) % options().length]);
    else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) use(options()[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("blur", close);
  return { id: list.id, show, close };
}

/** Asks the server for options; an answer that comes too late is dropped. */
export function asker(url, show) {
  let last = 0;
  return calm(async query => {
    last += 1;
    const mine = last;
    const answer = await send(`${url}?${new URLSearchParams({ q: query })}`).catch(() => null);
    if (answer?.ok && mine === last) show(await answer.text());
  }, 120);
}

onLoad("input[data-suggest]", input => {
  const isMany = input.hasAttribute("data-suggest-many");
  const typed = () => (isMany ? input.value.split(",").pop() : input.value).trim();
  const list = listUnder(input, value => {
    const earlier = isMany ? input.value.split(",").slice(0, -1).map(one => one.trim()) : [];
    input.value = [...earlier, value].join(", ") + (isMany ? ", " : "");
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);
  const look = asker(input.dataset.suggest, list.show);
  input.addEventListener("input", () => (typed() ? look(typed()) : list.close()));
});
