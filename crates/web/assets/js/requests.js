/**
 * What htmx needs from us: the CSRF token, no evaluation of text as code, busy state, focus and failures.
 *
 * Contracts
 *   [data-announce]   in a swapped fragment: its text is said once, politely (a changed total)
 *   [data-focus]      in a swapped fragment: takes the focus if the swap lost it
 * A swap target that waits longer than 300 ms gets `aria-busy` and `data-waiting` (the style sheet quietens it).
 * Answers 5xx are not swapped in (see the htmx-config of the layout); they become an alert toast.
 */
import { announce, csrf } from "./dom.js";
import { toast } from "./toast.js";

const busyAfter = 300;
const waiting = new WeakMap();

const refuse = function () {
  throw new Error("Text is never run as code here.");
};
// The content security policy refuses evaluation too; this makes htmx say so before it tries.
window.htmx?.registerExtension("no-eval", { init: internals => internals.initSecurity(null, refuse, refuse) });

document.addEventListener("htmx:config:request", event => {
  event.detail.ctx.request.headers["x-csrf"] = csrf();
});

document.addEventListener("htmx:before:request", event => {
  const { ctx } = event.detail;
  waiting.set(ctx, setTimeout(() => {
    ctx.target?.setAttribute?.("aria-busy", "true");
    ctx.target?.setAttribute?.("data-waiting", "");
  }, busyAfter));
});

document.addEventListener("htmx:finally:request", event => {
  const { ctx } = event.detail;
  clearTimeout(waiting.get(ctx));
  ctx.target?.removeAttribute?.("aria-busy");
  ctx.target?.removeAttribute?.("data-waiting");
});

document.addEventListener("htmx:after:swap", event => {
  const target = event.detail.ctx.target;
  if (!(target instanceof Element)) return;
  const words = target.matches("[data-announce]") ? target : target.querySelector("[data-announce]");
  if (words) announce(words.textContent.trim());
  if (document.activeElement && document.activeElement !== document.body) return;
  const next = target.querySelector("[data-focus]");
  next?.focus();
});

document.addEventListener("htmx:response:error", event => {
  if (event.detail.ctx.response.status < 500) return;
  toast({ kind: "alert", text: "The server could not do that. Try again in a moment." });
});

document.addEventListener("htmx:error", event => {
  if (!event.detail.ctx) return;
  toast({ kind: "alert", text: "No answer from the server. Check the connection and try again." });
});
