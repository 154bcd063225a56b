/**
 * Drafts that save themselves, where nothing leaves the building.
 *
 * Contract: form[data-autosave="/drafts/note"]   posts its fields there in the background, 800 ms after typing
 *   [data-autosave-hint] (class hint)            says "Saving", "Saved" or that it did not save
 *   header x-version of the answer               becomes the value of input[name=version]
 * The form's own submit button still sends it.
 */
import { calm, formBody, onLoad, send } from "./dom.js";

const wait = 800;

onLoad("form[data-autosave]", form => {
  const hint = form.querySelector("[data-autosave-hint]");
  const say = words => { if (hint) hint.textContent = words; };
  let isSent = false;
  const save = calm(async () => {
    if (isSent) return;
    say("Saving");
    try {
      const answer = await send(form.dataset.autosave, { method: "POST", body: formBody(form) });
      if (!answer.ok) throw new Error(String(answer.status));
      const version = answer.headers.get("x-version");
      const field = form.querySelector("input[name='version']");
      if (version && field) field.value = version;
      say("Saved");
    } catch {
      say("Not saved yet; it is still here");
    }
  }, wait);
  form.addEventListener("input", save);
  form.addEventListener("submit", () => { isSent = true; });
});
