/** Short facts: identity, contact, publication, the processing fee. */

class Facts {
  constructor(model, el) {
    this.model = model;
    this.typed = new Typed(model, el);
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

  makeField({ path, label, kind, choices }) {
    const shared = { "data-cell": path, autocomplete: "off" };
    const field =
      kind === "choice"
        ? make("select", shared, ...choices.map(([value, name]) => make("option", { value }, name)))
        : make("input", { ...shared, type: kind === "date" ? "date" : "text", inputmode: kind === "figure" ? "decimal" : undefined });
    field.addEventListener("focus", () => (this.visit = newVisit()));
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
  render({ model, el }) {
    const facts = new Facts(model, el);
    return follow(model, ["value", "answered", "marks"], () => facts.update());
  },
};
