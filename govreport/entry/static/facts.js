/** Short facts: identity, contact, publication, the processing fee. */

import { follow, make, newVisit, Typed, unturned } from "./base.js";

/** @import { Model, Texts } from "./base.js" */
/** @typedef {{ path: string, label: string, kind: string, choices: [value: string, name: string][] }} Fact */
/** @typedef {{ id: string, heading: string, fields: Fact[] }} Section */
/** @typedef {{ section: Section, value: Texts, marks: Record<string, { notes?: string[] }> }} Traits */

class Facts {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.typed = new Typed(model, el, (path) => model.get("value")[path]);
    /** @type {string | undefined} */
    this.visit = undefined;
    /** @type {Map<string, HTMLInputElement | HTMLSelectElement>} */
    this.fields = new Map();
    const { id, heading, fields } = model.get("section");
    el.append(
      make(
        "section",
        { class: "piece facts", "data-section": id },
        make("header", {}, make("h2", {}, heading)),
        make("div", { class: "fields" }, ...fields.map((field) => this.makeField(field))),
      ),
    );
  }

  /** @param {Fact} fact */
  makeField({ path, label, kind, choices }) {
    const shared = { "data-cell": path, autocomplete: "off" };
    const field =
      kind === "choice"
        ? make("select", shared, ...choices.map(([value, name]) => make("option", { value }, name)))
        : make("input", { ...shared, type: kind === "date" ? "date" : "text", inputmode: kind === "figure" ? "decimal" : undefined });
    field.addEventListener("focus", () => {
      this.visit = newVisit();
    });
    field.addEventListener("input", () => this.typed.enter({ [path]: field.value }, this.visit));
    field.addEventListener("blur", () => this.update());
    this.fields.set(path, field);
    return make("label", { class: `kind-${kind}` }, make("span", {}, label), field);
  }

  update() {
    this.typed.settle();
    const wrong = this.model.get("marks");
    for (const [path, field] of this.fields) {
      const text = this.typed.text(path);
      if (field !== document.activeElement && field.value !== text) field.value = text;
      field.toggleAttribute("aria-invalid", path in wrong);
      field.title = unturned(wrong[path]?.notes?.join("\n") ?? "");
    }
  }
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    const facts = new Facts(model, el);
    return follow(model, ["value", "answered", "marks"], () => facts.update());
  },
};
