/**
 * @ mentions while writing a note.
 *
 * Contract: textarea[data-mention="/users/mentions"]   GET with q after an @; the answer is
 *   li[role=option][data-value="Ellen Brandt"]; taking one writes "@Ellen Brandt ".
 * Without script a name typed after @ is found by the server all the same.
 */
import { onLoad } from "./dom.js";
import { asker, listUnder } from "./suggest.js";

/** The unfinished mention before the caret: where its @ stands, and what follows it. */
export function mentionAt(text, caret) {
  const found = /(?:^|\s)@([\p{L}\p{N}._'-]*(?: [\p{L}\p{N}._'-]*)?)$/u.exec(text.slice(0, caret));
  return found ? { at: caret - found[1].length - 1, query: found[1] } : null;
}

onLoad("textarea[data-mention]", area => {
  const list = listUnder(area, name => {
    const mention = mentionAt(area.value, area.selectionStart);
    if (mention) area.setRangeText(`@${name} `, mention.at, area.selectionStart, "end");
  });
  const look = asker(area.dataset.mention, list.show);
  area.addEventListener("input", () => {
    const mention = mentionAt(area.value, area.selectionStart);
    if (mention && mention.query.length > 0) look(mention.query);
    else list.close();
  });
});
