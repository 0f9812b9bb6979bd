/** The findings as a list; each leads to the cell to look at first. */

import { follow, goTo, make, putText, SEVERITIES, tell } from "./base.js";

/** @import { Model } from "./base.js" */
/** @typedef {{ rule: string, said: string }} About */

/**
 * @typedef {object} Finding
 * @property {string} rule
 * @property {string} title
 * @property {string} severity
 * @property {string} message
 * @property {string[]} cells
 * @property {boolean} waived
 * @property {boolean} waivable
 */

/** @typedef {{ items: Finding[], summary: string }} Traits */

class Findings {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.heading = make("h2", {});
    this.list = make("ul", { class: "findings" });
    /** @type {Map<string, string>} the reason that is being written, by its finding. */
    this.writing = new Map();
    this.said = make("p", { class: "said", role: "status" });
    el.append(make("aside", { class: "piece found", "aria-label": "校核问题", tabindex: "-1" }, this.heading, this.said, this.list));
  }

  update() {
    const items = this.model.get("items");
    const standing = items.filter((item) => !item.waived);
    this.heading.textContent = `校核问题（${standing.length}）`;
    putText(this.said, this.model.get("summary"));
    this.list.replaceChildren(...items.map((item) => this.makeItem(item)));
  }

  /** @param {Finding} finding */
  makeItem({ rule, severity, message, cells, waived, waivable, title }) {
    const open = () => goTo(this.list, cells[0]);
    const about = { rule, said: message };
    if (waived) this.writing.delete(`${rule} ${message}`);
    return make(
      "li",
      { class: severity, "data-rule": rule, "data-cells": cells.length ? cells.join(" ") : undefined },
      make(
        "button",
        { type: "button", onclick: open, title },
        make("span", { class: "severity" }, `[${SEVERITIES[severity]}] ${rule}${waived ? "　已提交情况说明" : ""}`),
        make("span", { class: "message" }, message),
      ),
      ...(waivable ? [waived ? this.makeWithdrawal(about) : this.makeExplanation(about)] : []),
    );
  }

  /** @param {About} about */
  makeWithdrawal(about) {
    const withdraw = make("button", { type: "button", class: "plain", onclick: () => tell(this.list, this.model, { do: "withdraw", ...about }) }, "撤回");
    return make("details", { class: "explanation" }, make("summary", {}, "撤回情况说明"), withdraw);
  }

  /**
   * A reason why the finding may stand: what is being written stays until it is recorded, whatever else is shown anew.
   * @param {About} about
   */
  makeExplanation(about) {
    const key = `${about.rule} ${about.said}`;
    const reason = make("textarea", { rows: "2", "aria-label": "情况说明的原因", placeholder: "写明原因，同时记入姓名和日期" });
    reason.value = this.writing.get(key) ?? "";
    reason.addEventListener("input", () => this.writing.set(key, reason.value));
    const send = () => tell(this.list, this.model, { do: "explain", ...about, reason: reason.value });
    const box = make(
      "details",
      { class: "explanation", open: this.writing.has(key) },
      make("summary", {}, "提交情况说明"),
      reason,
      make("button", { type: "button", class: "plain", onclick: send }, "记录"),
    );
    box.addEventListener("toggle", () => (box.open ? this.writing.set(key, reason.value) : this.writing.delete(key)));
    return box;
  }
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    const findings = new Findings(model, el);
    return follow(model, ["items", "summary"], () => findings.update());
  },
};
