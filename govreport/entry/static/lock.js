/** The form while nobody hears it: everything can be read and copied, nothing changed. */

const HARMLESS = /^(Arrow\w+|Home|End|Page\w+|Tab|Enter|Escape|F6|Shift|Control|Meta|Alt)$/;

/** Heard at the window, before JupyterLab hears its own keys at the document: these spare only fields that can be written. */
const GUARDED = ["keydown", "beforeinput", "paste", "cut", "drop"];

class Lock {
  /** `open` is the part that stays as it is. */
  constructor(root, open) {
    this.root = root;
    this.open = open;
    this.fields = [];
    this.heard = (event) => this.guard(event);
    for (const name of GUARDED) window.addEventListener(name, this.heard, { capture: true });
  }

  end() {
    for (const name of GUARDED) window.removeEventListener(name, this.heard, { capture: true });
  }

  set(down) {
    this.root.line.down = down;
    this.root.classList.toggle("down", down);
    const means = (one) => (one.matches("textarea, input:not([type=checkbox], [type=radio], [type=file])") ? "readOnly" : "disabled");
    const fields = [...this.root.querySelectorAll("input, textarea, select, button")].filter((one) => !this.open.contains(one));
    if (down) this.fields = fields.filter((one) => !one[means(one)]);
    for (const one of this.fields) one[means(one)] = down;
  }

  guard(event) {
    if (!this.root.line.down || !this.root.contains(event.target) || this.open.contains(event.target)) return;
    const copies = (event.ctrlKey || event.metaKey) && ["a", "c"].includes(event.key?.toLowerCase());
    if (event.type === "keydown" && (HARMLESS.test(event.key) || copies)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}
