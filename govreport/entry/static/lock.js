/** The form while nobody hears it: everything can be read and copied, nothing changed. */

import { lineOf } from "./base.js";

/** @import { Form } from "./base.js" */
/** @typedef {HTMLInputElement & HTMLTextAreaElement & HTMLButtonElement} Field */

const HARMLESS = /^(Arrow\w+|Home|End|Page\w+|Tab|Enter|Escape|F6|Shift|Control|Meta|Alt)$/;

/** Heard at the window, before JupyterLab hears its own keys at the document: these spare only fields that can be written. */
const GUARDED = ["keydown", "beforeinput", "paste", "cut", "drop"];

/** @param {KeyboardEvent} event */
function copies({ ctrlKey, metaKey, key }) {
  return (ctrlKey || metaKey) && ["a", "c"].includes(key.toLowerCase());
}

export class Lock {
  /**
   * @param {Form} root
   * @param {Element} open the part that stays as it is.
   */
  constructor(root, open) {
    this.root = root;
    this.open = open;
    /** @type {Field[]} */
    this.fields = [];
    this.line = lineOf(root);
    /** @param {Event} event */
    this.heard = (event) => this.guard(event);
    for (const name of GUARDED) window.addEventListener(name, this.heard, { capture: true });
  }

  end() {
    for (const name of GUARDED) window.removeEventListener(name, this.heard, { capture: true });
  }

  /** @param {boolean} down */
  set(down) {
    this.line.down = down;
    this.root.classList.toggle("down", down);
    /** @param {Field} one */
    const means = (one) => (one.matches("textarea, input:not([type=checkbox], [type=radio], [type=file])") ? "readOnly" : "disabled");
    /** @type {NodeListOf<Field>} */
    const all = this.root.querySelectorAll("input, textarea, select, button");
    const fields = [...all].filter((one) => !this.open.contains(one));
    if (down) this.fields = fields.filter((one) => !one[means(one)]);
    for (const one of this.fields) one[means(one)] = down;
  }

  /** @param {Event} event */
  guard(event) {
    const target = /** @type {Node} */ (event.target);
    if (!this.line.down || !this.root.contains(target) || this.open.contains(target)) return;
    if (event instanceof KeyboardEvent && (HARMLESS.test(event.key) || copies(event))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
