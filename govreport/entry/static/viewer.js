/** What is looked at in place of the form: the finished page as it would be exported, or the entry journal. */

import { make, putText, tell } from "./base.js";

/** @import { Model } from "./base.js" */
/** @typedef {{}} Traits */
/** @typedef {{ show: "page", title: string, page: string }} Page */
/** @typedef {{ show: "table", title: string, header: string[], lines: string[][] }} Table */

class Viewer {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.title = make("h2", {});
    this.body = make("div", { class: "body" });
    this.close = make("button", { type: "button", class: "close", onclick: () => tell(this.box, model, { do: "close" }) }, "返回录入");
    this.box = make("section", { class: "piece viewer" }, make("header", {}, this.title, this.close), this.body);
    el.append(this.box);
  }

  /**
   * A page comes as a message and is not kept in the widget's state, which a notebook may save.
   * @param {Page | Table} content
   */
  receive(content) {
    putText(this.title, content.title);
    this.body.replaceChildren(content.show === "page" ? this.makePage(content) : this.makeTable(content));
    this.close.focus();
  }

  /** @param {Page} content */
  makePage({ title, page }) {
    return make("iframe", { title, sandbox: "allow-scripts", srcdoc: page });
  }

  /** @param {Table} content */
  makeTable({ header, lines }) {
    const head = make("tr", {}, ...header.map((name) => make("th", { scope: "col" }, name)));
    const rows = lines.map((line) => make("tr", {}, ...line.map((text) => make("td", {}, text))));
    return make("div", { class: "scroll", tabindex: "0" }, make("table", { class: "journal" }, make("thead", {}, head), make("tbody", {}, ...rows)));
  }
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    const viewer = new Viewer(model, el);
    /** @param {Page | Table} content */
    const receive = (content) => viewer.receive(content);
    model.on("msg:custom", receive);
    return () => model.off("msg:custom", receive);
  },
};
