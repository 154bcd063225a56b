/**
 * What several modules share: requests that carry the CSRF token, starting on new markup, building
 * elements, speaking to screen readers.
 *
 * Contracts
 *   <meta name="csrf" content="…">      sent as header `x-csrf` with every request of ours
 *   <meta name="sprite" content="…">    address of icons.svg, for icons made here
 *   <div id="live" role="status">       polite announcements
 */

const meta = name => document.querySelector(`meta[name="${name}"]`)?.content ?? "";

/** The CSRF token of this page. */
export const csrf = () => meta("csrf");

/**
 * Fetches from our own server, with token and `HX-Request`, and never follows to another site. Where the server
 * would redirect, it answers 200 with `HX-Redirect`; after the end of a session this leaves for the sign-in page.
 * @param {string} url
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export async function send(url, options = {}) {
  const headers = { "x-csrf": csrf(), "HX-Request": "true", Accept: "text/html", ...options.headers };
  const answer = await fetch(url, { credentials: "same-origin", mode: "same-origin", ...options, headers });
  if (hasEnded(answer.headers.get("HX-Redirect"))) {
    signInAgain();
    return new Promise(() => {});
  }
  return answer;
}

/** Whether an answer says that the session has ended. */
export const hasEnded = to => Boolean(to?.startsWith("/sign-in"));

/** Leaves for the sign-in page, which leads back here. */
export function signInAgain() {
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

/**
 * Form data as the urlencoded body that plain forms send.
 * @param {HTMLFormElement|Record<string, string>} source
 * @param {HTMLElement|null} [submitter]
 */
export function formBody(source, submitter) {
  if (source instanceof HTMLFormElement) return new URLSearchParams(new FormData(source, submitter));
  return new URLSearchParams(source);
}

const starters = [];

/**
 * Runs `start` once for each element that matches, now and whenever new markup arrives.
 * @param {string} selector
 * @param {(element: HTMLElement) => void} start
 */
export function onLoad(selector, start) {
  const seen = new WeakSet();
  const run = root => {
    const found = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) found.unshift(root);
    for (const element of found) {
      if (seen.has(element)) continue;
      seen.add(element);
      start(element);
    }
  };
  starters.push(run);
  run(document);
}

document.addEventListener("htmx:after:process", event => {
  for (const run of starters) run(event.target);
});

/** Starts what new markup holds: htmx attributes, and through its event our own. */
function wake(root) {
  if (window.htmx) window.htmx.process(root);
  else root.dispatchEvent(new CustomEvent("htmx:after:process", { bubbles: true }));
}

/**
 * Puts markup of our server into an element and brings it to life.
 * @param {Element} target
 * @param {string} html
 * @param {"inner"|"outer"} [how]
 * @returns {Element|null} the element that now holds the markup
 */
export function place(target, html, how = "inner") {
  if (how === "inner") {
    target.innerHTML = html;
    wake(target);
    return target;
  }
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const fresh = holder.content.firstElementChild;
  if (!fresh) return null;
  target.replaceWith(fresh);
  wake(fresh);
  return fresh;
}

/**
 * Builds an element. Attributes with value `false` or `null` are left out.
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes]
 * @param {...(Node|string)} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

/** An icon of the sprite, for markup made here. */
export function icon(name) {
  const svgNamespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svgNamespace, "use");
  use.setAttribute("href", `${meta("sprite")}#i-${name}`);
  svg.append(use);
  return svg;
}

/** Says something once, politely. */
export function announce(text) {
  const live = document.getElementById("live");
  if (!live) return;
  live.textContent = "";
  requestAnimationFrame(() => { live.textContent = text; });
}

/** Whether keys typed here belong to a field. */
export function inField(target) {
  if (!(target instanceof Element)) return false;
  if (target.closest("textarea, select, [contenteditable='true']")) return true;
  const input = target.closest("input");
  return Boolean(input) && !["checkbox", "radio", "button", "submit", "range"].includes(input.type);
}

/** The words of a control, without the keys printed on it. */
export function wordsOf(element) {
  const label = element.getAttribute("aria-label") || element.dataset.keyLabel;
  if (label) return label;
  const copy = element.cloneNode(true);
  for (const key of copy.querySelectorAll("kbd, .n")) key.remove();
  return copy.textContent.trim().replace(/\s+/g, " ") || element.title || element.labels?.[0]?.textContent.trim() || "";
}

/** Whether a plain click should stay with the browser (new tab, new window, already handled). */
export function leaveToBrowser(event) {
  return event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
}

/** Waits until calls stop for `wait` milliseconds. */
export function calm(run, wait) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...values), wait);
  };
}
