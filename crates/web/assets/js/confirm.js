/**
 * Asks before what cannot be undone (deleting a person, exporting personal data).
 *
 * Contracts
 *   form[data-confirm="What will happen"] or a submit button with it   asked before the form is sent
 *   data-confirm-action="Delete Amara Okafor"   words of the button; otherwise those of the submit button
 *   hx-confirm is asked in the same dialog.
 * Without script the server asks on a page of its own where it must.
 */
import { make } from "./dom.js";
import { openDialog } from "./dialog.js";

const agreed = new WeakSet();

/**
 * @param {string} question
 * @param {string} action  verb first, says what will happen
 * @param {string} tone  danger, or good for what is a joy
 * @returns {Promise<boolean>}
 */
export function ask(question, action, tone = "danger") {
  return new Promise(resolve => {
    const yes = make("button", { class: `btn ${tone}`, type: "button" }, action);
    const no = make("button", { class: "btn", type: "button", "data-close": true, autofocus: true }, "Cancel");
    // The question is the title; what it means stands under it.
    const [, title, rest] = /^(.*?\?)\s*(.*)$/s.exec(question) ?? [null, question, ""];
    const more = rest ? [make("p", { class: "muted" }, rest)] : [];
    const dialog = openDialog(make("div", { class: "stack" },
      make("h2", { class: "title" }, title), ...more, make("div", { class: "row end-x" }, no, yes)), question);
    let answer = false;
    yes.addEventListener("click", () => { answer = true; dialog.close(); });
    dialog.addEventListener("close", () => resolve(answer));
    no.focus();
  });
}

document.addEventListener("submit", async event => {
  const form = event.target;
  const source = event.submitter?.dataset.confirm ? event.submitter : form;
  const question = source.dataset?.confirm;
  if (!question || agreed.delete(form)) return;
  const { submitter } = event;
  event.preventDefault();
  event.stopImmediatePropagation();
  const words = source.dataset.confirmAction || submitter?.textContent.trim() || "Go on";
  if (!await ask(question, words, submitter?.classList.contains("good") ? "good" : "danger")) return;
  agreed.add(form);
  form.requestSubmit(submitter ?? undefined);
}, { capture: true });

document.addEventListener("htmx:confirm", async event => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  event.preventDefault();
  const words = ctx.sourceElement?.dataset.confirmAction || "Go on";
  if (await ask(ctx.confirm, words)) issueRequest();
  else dropRequest();
});
