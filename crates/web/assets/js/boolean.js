/**
 * Search with operators: a coloured mirror under a real input. Asks nothing of the server.
 *
 * Contract: .boolean > input[data-boolean] (with data-key="/")
 *   data-error="from,to"   characters the server could not read: underlined where they are
 * Without script the input shows its own text in one colour.
 */
import { make, onLoad } from "./dom.js";

// Order matters: a quoted phrase first, then operators, field names, marks, words, and blank space.
const parts = /("[^"]*"?)|\b(AND|OR|NOT)\b|(\p{L}[\p{L}\p{N}_]*:)|([()])|([^\s()":]+|:)|(\s+)/gu;

/**
 * Cuts a query into spans for the mirror.
 * @param {string} query
 * @returns {{text: string, kind: "operator"|"word"|"plain", from: number}[]}
 */
export function cut(query) {
  return [...query.matchAll(parts)].map(match => {
    const [text, phrase, operator, field, , word] = match;
    const kind = operator ? "operator" : phrase || field || word ? "word" : "plain";
    return { text, kind, from: match.index };
  });
}

function draw(mirror, input) {
  const [from, to] = (input.dataset.error ?? "").split(",").map(Number);
  const nodes = cut(input.value).map(({ text, kind, from: at }) => {
    const isWrong = to > from && at < to && at + text.length > from;
    const name = isWrong ? "wrong" : kind === "word" ? "tok" : null;
    return make(kind === "operator" ? "i" : "span", { class: name }, text);
  });
  mirror.replaceChildren(...nodes);
  mirror.scrollLeft = input.scrollLeft;
}

onLoad("input[data-boolean]", input => {
  const mirror = make("div", { class: "input qbox", "aria-hidden": "true" });
  input.before(mirror);
  input.classList.add("qreal");
  input.closest(".boolean")?.classList.add("live");
  const refresh = () => draw(mirror, input);
  input.addEventListener("input", () => {
    delete input.dataset.error;
    refresh();
  });
  for (const name of ["scroll", "keyup", "click", "blur"]) input.addEventListener(name, () => { mirror.scrollLeft = input.scrollLeft; });
  refresh();
});
