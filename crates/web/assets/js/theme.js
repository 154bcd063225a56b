/**
 * Light and dark.
 *
 * Contract: form[data-theme-form] method=post (action /preferences/theme) with a submit button
 *   name="theme". At once the <html data-theme> changes; the form is posted in the background.
 *   Without script it posts and the server comes back with the other theme.
 */
import { formBody, send } from "./dom.js";

const root = document.documentElement;

/** The theme now seen, whatever decides it. */
function current() {
  const chosen = root.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

document.addEventListener("submit", event => {
  const form = event.target;
  if (!form.matches("[data-theme-form]")) return;
  event.preventDefault();
  const next = current() === "dark" ? "light" : "dark";
  root.dataset.theme = next;
  const body = formBody(form);
  body.set("theme", next);
  // A lost preference is not worth a message: the page already looks as asked.
  send(form.action, { method: "POST", body }).catch(() => {});
});
