/** The findings as a list; each leads to the cell to look at first. */

class Findings {
  constructor(model, el) {
    this.model = model;
    this.heading = make("h2", {});
    this.list = make("ul", { class: "findings" });
    this.said = make("p", { class: "said", role: "status" });
    el.append(make("aside", { class: "piece found", "aria-label": "校核问题", tabindex: "-1" }, this.heading, this.said, this.list));
  }

  update() {
    const items = this.model.get("items");
    const standing = items.filter((item) => !item.waived);
    this.heading.textContent = `校核问题（${standing.length}）`;
    this.said.textContent = this.model.get("summary");
    this.list.replaceChildren(...items.map((item) => this.makeItem(item)));
  }

  makeItem({ rule, severity, message, cells, waived, title }) {
    const open = () => goTo(this.list, cells[0]);
    return make(
      "li",
      { class: severity, "data-rule": rule, "data-cells": cells.length ? cells.join(" ") : undefined },
      make(
        "button",
        { type: "button", onclick: open, title },
        make("span", { class: "severity" }, `[${SEVERITIES[severity]}] ${rule}${waived ? "　已作情况说明" : ""}`),
        make("span", { class: "message" }, message),
      ),
    );
  }
}

export default {
  render({ model, el }) {
    const findings = new Findings(model, el);
    return follow(model, ["items", "summary"], () => findings.update());
  },
};
