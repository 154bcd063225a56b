/**
 * Many files at once, each with its own progress and its own result.
 *
 * Contracts
 *   form[data-upload] method=post enctype=multipart/form-data   with input[type=file][multiple][name=file];
 *        hidden input name=batch (may be empty). Each file is its own POST to the action with file, batch, csrf.
 *   [data-upload-list]     in the form: one line per file while it travels
 *   [data-upload-status="/uploads/{batch}"]   in the form: after the first answer (header x-batch) it is filled
 *        with that fragment, which asks again by itself (hx-get, hx-trigger="every 1s", hx-swap="outerHTML")
 *        until all is read. The batch lives on the server: leaving the page loses nothing that has arrived.
 *   [data-drop]            files dropped on this element go to the form[data-upload] it contains, or else the
 *                          first one on the page; it has .dropping while files are held over it
 *   A form in a closed <dialog> is shown with the first file that is dropped.
 * A refused file says why in its line, and the rest go on. Without script the form sends all files in one post.
 */
import { announce, csrf, hasEnded, icon, make, onLoad, place, send, signInAgain } from "./dom.js";

const atOnce = 2;
let travelling = 0;

const size = bytes => (bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`);

function line(file) {
  const bar = make("i");
  const progress = make("div", { class: "progress", role: "progressbar", "aria-label": file.name, "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": 0 }, bar);
  const result = make("span", { class: "hint end" }, size(file.size));
  const row = make("li", { class: "upload-row" }, icon("file-text"), make("bdi", { class: "clip" }, file.name), progress, result);
  return {
    row,
    at(share) {
      bar.style.setProperty("--v", String(share));
      progress.setAttribute("aria-valuenow", String(share));
    },
    end(isGood, words) {
      progress.remove();
      result.textContent = words;
      result.className = isGood ? "hint end" : "error end";
      row.classList.toggle("arrived", isGood);
      row.querySelector("svg").replaceWith(icon(isGood ? "check" : "circle-alert"));
    },
  };
}

/** Sends one file; answers what the server said. XMLHttpRequest, because fetch tells no upload progress. */
function post(form, file, onShare) {
  return new Promise(resolve => {
    const request = new XMLHttpRequest();
    const body = new FormData();
    for (const field of form.querySelectorAll("input[type='hidden']")) body.append(field.name, field.value);
    body.append(form.querySelector("input[type='file']").name, file, file.name);
    request.open("POST", form.action);
    request.setRequestHeader("x-csrf", csrf());
    request.setRequestHeader("HX-Request", "true");
    request.upload.addEventListener("progress", event => {
      if (event.lengthComputable) onShare(Math.round((event.loaded / event.total) * 100));
    });
    request.addEventListener("load", () => {
      if (hasEnded(request.getResponseHeader("HX-Redirect"))) {
        travelling = 0;
        return signInAgain();
      }
      resolve({ isGood: request.status < 400, status: request.status, text: request.responseText, batch: request.getResponseHeader("x-batch") });
    });
    request.addEventListener("error", () => resolve({ isGood: false, status: 0, text: "", batch: null }));
    request.send(body);
  });
}

function refusal({ status, text }) {
  const holder = document.createElement("template");
  holder.innerHTML = text;
  const words = holder.content.textContent.trim().replace(/\s+/g, " ");
  if (status === 413) return words || "Too large";
  if (status >= 400 && status < 500 && words) return words.slice(0, 200);
  return status === 0 ? "No answer; try this file again" : "Not taken; try this file again";
}

async function watch(form, batch) {
  const status = form.querySelector("[data-upload-status]");
  // What is there asks again by itself, until everything that had arrived was read.
  if (!status || status.querySelector("[hx-trigger]")) return;
  const answer = await send(status.dataset.uploadStatus.replace("{batch}", encodeURIComponent(batch))).catch(() => null);
  if (answer?.ok) place(status, await answer.text());
}

/** Shows the dialog that holds the form; closed again, it leaves a list behind that knows who came. */
function openDialogOf(form) {
  const dialog = form.closest("dialog");
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.addEventListener("close", () => { if (travelling === 0) location.reload(); }, { once: true });
}

/**
 * Sends files through a form, two at a time.
 * @param {HTMLFormElement} form
 * @param {File[]} files
 */
async function sendAll(form, files) {
  openDialogOf(form);
  const list = form.querySelector("[data-upload-list]");
  const batchField = form.querySelector("input[name='batch']");
  const queue = files.map(file => ({ file, shown: line(file) }));
  list?.append(...queue.map(one => one.shown.row));
  const sendNext = async () => {
    const one = queue.shift();
    travelling += 1;
    const answer = await post(form, one.file, one.shown.at);
    travelling -= 1;
    one.shown.end(answer.isGood, answer.isGood ? "Arrived" : refusal(answer));
    if (answer.batch) {
      if (batchField) batchField.value = answer.batch;
      watch(form, answer.batch);
    }
  };
  // Until an answer names the batch that the others join, files go one by one.
  while (batchField && !batchField.value && queue.length > 0) await sendNext();
  const lane = async () => { while (queue.length > 0) await sendNext(); };
  await Promise.all(Array.from({ length: atOnce }, lane));
  announce(`${files.length} files sent`);
}

onLoad("form[data-upload]", form => {
  const input = form.querySelector("input[type='file']");
  input.classList.add("at-once");
  // Once all are read and that was seen, the results speak for the files that arrived; refused ones keep their line.
  const status = form.querySelector("[data-upload-status]");
  const tidy = () => {
    if (travelling > 0 || !status.firstElementChild || status.querySelector("[hx-trigger]")) return;
    for (const row of form.querySelectorAll(".arrived")) row.remove();
  };
  const seen = 2000;
  if (status) new MutationObserver(() => setTimeout(tidy, seen)).observe(status, { childList: true, subtree: true });
  input.addEventListener("change", () => {
    const files = [...input.files];
    if (files.length === 0) return;
    input.value = "";
    sendAll(form, files);
  });
});

onLoad("[data-drop]", zone => {
  const form = () => zone.querySelector("form[data-upload]") ?? zone.closest("form[data-upload]") ?? document.querySelector("form[data-upload]");
  const hasFiles = event => [...(event.dataTransfer?.types ?? [])].includes("Files");
  let depth = 0;
  const mark = by => {
    depth = Math.max(0, depth + by);
    zone.classList.toggle("dropping", depth > 0);
  };
  zone.addEventListener("dragenter", event => { if (hasFiles(event)) mark(1); });
  zone.addEventListener("dragleave", event => { if (hasFiles(event)) mark(-1); });
  zone.addEventListener("dragover", event => { if (hasFiles(event)) event.preventDefault(); });
  zone.addEventListener("drop", event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    depth = 0;
    zone.classList.remove("dropping");
    if (form()) sendAll(form(), [...event.dataTransfer.files]);
  });
});

window.addEventListener("beforeunload", event => {
  if (travelling > 0) event.preventDefault();
});
