/**
 * Facts edited where they stand.
 *
 * Contract (macro `kv_edit`):
 *   details[data-inline-edit] > summary.inline-edit (the value) + form method=post (field, version, csrf, Save)
 *   Click or Enter on the value opens the field; Enter saves; Esc restores. Success: the answer is the fresh
 *   <details>. 409 or 422: the answer is the <details> with both values, or with the error; it stays open.
 *   [data-shows="name"] elsewhere on the page follows the field of that name.
 *   Without script the same form posts and the server comes back to the page.
 */
import { formBody, place, send } from "./dom.js";
import { readToasts, toast } from "./toast.js";

const fieldOf = details => details.querySelector(".input, input:not([type=hidden]), select, textarea");

document.addEventListener("toggle", event => {
  const details = event.target;
  if (!(details instanceof HTMLDetailsElement) || !details.matches("[data-inline-edit]") || !details.open) return;
  for (const other of document.querySelectorAll("details[data-inline-edit][open]")) if (other !== details) other.open = false;
  const field = fieldOf(details);
  field?.focus();
  field?.select?.();
}, { capture: true });

document.addEventListener("keydown", event => {
  const details = event.target instanceof Element && event.target.closest("details[data-inline-edit][open]");
  if (!details || event.key !== "Escape") return;
  event.preventDefault();
  details.querySelector("form").reset();
  details.open = false;
  details.querySelector("summary").focus();
});

async function save(form, submitter, details) {
  const shown = details.querySelector("summary");
  const before = shown.textContent;
  const field = form.querySelector("input:checked") ?? fieldOf(details);
  const words = field?.selectedOptions?.[0]?.textContent ?? field?.value ?? before;
  const body = formBody(form, submitter);
  // Act first: the new value stands at once, and goes back if the server refuses it.
  shown.textContent = words;
  details.open = false;
  shown.focus();
  try {
    const answer = await send(form.action, { method: "POST", body });
    if (!answer.ok && answer.status !== 409 && answer.status !== 422) throw new Error(String(answer.status));
    const text = await answer.text();
    const isStillHere = details.contains(document.activeElement);
    const fresh = place(details, text, "outer");
    readToasts(answer);
    if (answer.ok) {
      for (const other of document.querySelectorAll(`[data-shows="${field.name}"]`)) {
        other.textContent = fresh.querySelector("summary").textContent;
      }
      if (isStillHere) fresh.querySelector("summary").focus();
      return;
    }
    fresh.open = true;
    (fresh.querySelector("[aria-invalid='true']") ?? fieldOf(fresh))?.focus();
  } catch {
    shown.textContent = before;
    details.open = true;
    toast({ kind: "alert", text: "That did not save. What you typed is still in the field." });
  }
}

document.addEventListener("submit", event => {
  const details = event.target.closest("details[data-inline-edit]");
  if (!details || event.defaultPrevented) return;
  event.preventDefault();
  save(event.target, event.submitter, details);
});
