/**
 * The only script entry of Rapport: loads the small modules below. Every page works as plain links and
 * forms without any of them; each module improves markup that carries its data attribute (see its head).
 */
import "./requests.js";
import "./keys.js";
import "./dialog.js";
import "./confirm.js";
import "./toast.js";
import "./theme.js";
import "./menus.js";
import "./time.js";
import "./select.js";
import "./over.js";
import "./board.js";
import "./palette.js";
import "./inline-edit.js";
import "./boolean.js";
import "./suggest.js";
import "./mention.js";
import "./autosave.js";
import "./upload.js";
import "./check.js";
