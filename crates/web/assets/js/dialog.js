/**
 * Dialogs whose content is a page of ours.
 *
 * Contracts
 *   a[data-dialog]         its page is fetched (`?dialog=1`, HX-Request) and shown in a modal dialog; without
 *                          script the link simply opens the page. The fragment should begin with a heading.
 *   [data-close]           inside any <dialog>: closes it. A click on the backdrop closes it too.
 *   form in such a dialog  posts as usual; an answer 4xx (422, 409) is shown in the dialog; where the server
 *                          leads on (HX-Redirect), the window follows.
 * Focus goes to [autofocus], or else the first field or heading, and returns to where it was.
 */
import { formBody, leaveToBrowser, make, place, send } from "./dom.js";
import { readToasts, toast } from "./toast.js";

const withMark = (href, mark) => {
  const url = new URL(href, location.href);
  url.searchParams.set(mark, "1");
  return url.pathname + url.search;
};

/** What of an answer belongs in a dialog: of a whole page its heading and its form, of a fragment everything. */
function inner(text) {
  if (!/<main[\s>]/.test(text)) return text;
  const page = new DOMParser().parseFromString(text, "text/html");
  const body = page.querySelector("main .pad") ?? page.querySelector("main");
  const name = page.querySelector("main h1");
  const heading = name && !body.contains(name) ? `<h2 class="title">${name.innerHTML}</h2>` : "";
  return `${heading}<div class="stack">${body.innerHTML}</div>`;
}

/**
 * Shows markup in a modal dialog that is thrown away when closed.
 * @param {string|Node} content
 * @param {string} name  spoken name
 * @returns {HTMLDialogElement}
 */
export function openDialog(content, name) {
  const before = document.activeElement;
  const dialog = make("dialog", { class: "dialog", "aria-label": name });
  document.body.append(dialog);
  if (typeof content === "string") place(dialog, content);
  else dialog.append(content);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  });
  dialog.showModal();
  const heading = dialog.querySelector("h1, h2");
  const first = dialog.querySelector("[autofocus], input:not([type=hidden]), select, textarea") ?? heading;
  if (first === heading) heading?.setAttribute("tabindex", "-1");
  first?.focus();
  return dialog;
}

/** Fetches a page of ours into a dialog; falls back to opening the page. */
export async function openPage(href, name) {
  try {
    const answer = await send(withMark(href, "dialog"));
    if (!answer.ok) throw new Error(String(answer.status));
    const dialog = openDialog(inner(await answer.text()), name);
    dialog.dataset.remote = "";
    return dialog;
  } catch {
    location.assign(href);
    return null;
  }
}

async function postFromDialog(form, submitter, dialog) {
  const multipart = form.enctype === "multipart/form-data";
  const body = multipart ? new FormData(form, submitter) : formBody(form, submitter);
  const action = submitter?.getAttribute("formaction") ?? form.action;
  try {
    const answer = await send(action, { method: "POST", body });
    if (answer.status >= 400 && answer.status < 500) {
      place(dialog, inner(await answer.text()));
      (dialog.querySelector("[aria-invalid='true']") ?? dialog.querySelector("input, button"))?.focus();
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const target = answer.headers.get("HX-Redirect");
    dialog.close();
    if (target) location.assign(target);
    else if (readToasts(answer) === 0) location.reload();
    document.dispatchEvent(new CustomEvent("dialog:done", { detail: { action } }));
  } catch {
    toast({ kind: "alert", text: "That did not save. Try again." });
  }
}

/** Whether a click fell on the backdrop, which belongs to the dialog element itself. */
function isOutside(event) {
  const box = event.target.getBoundingClientRect();
  const isInside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
  return !isInside;
}

document.addEventListener("click", event => {
  if (!(event.target instanceof Element)) return;
  if (event.target.matches("dialog[open]") && isOutside(event)) return event.target.close();
  const close = event.target.closest("dialog [data-close]");
  if (close) {
    event.preventDefault();
    return close.closest("dialog").close();
  }
  const link = event.target.closest("a[data-dialog]");
  if (!link || leaveToBrowser(event)) return;
  event.preventDefault();
  openPage(link.href, link.dataset.dialog || link.textContent.trim());
});

document.addEventListener("submit", event => {
  const dialog = event.target.closest("dialog[data-remote]");
  if (!dialog || event.defaultPrevented || event.target.method !== "post") return;
  event.preventDefault();
  postFromDialog(event.target, event.submitter, dialog);
});
