/** What is looked at in place of the form: the finished page as it would be exported, or the entry journal. */

class Viewer {
  constructor(model, el) {
    this.model = model;
    this.title = make("h2", {});
    this.body = make("div", { class: "body" });
    const close = make("button", { type: "button", class: "close", onclick: () => tell(this.box, model, { do: "close" }) }, "返回录入");
    this.box = make("section", { class: "piece viewer" }, make("header", {}, this.title, close), this.body);
    el.append(this.box);
  }

  /** A page comes as a message and is not kept in the widget's state, which a notebook may save. */
  receive({ show, title, page, header, lines }) {
    putText(this.title, title);
    this.body.replaceChildren(show === "page" ? this.makePage(title, page) : this.makeTable(header, lines));
    this.box.querySelector(".close").focus();
  }

  makePage(title, page) {
    return make("iframe", { title, sandbox: "allow-scripts", srcdoc: page });
  }

  makeTable(header, lines) {
    const head = make("tr", {}, ...header.map((name) => make("th", { scope: "col" }, name)));
    const rows = lines.map((line) => make("tr", {}, ...line.map((text) => make("td", {}, text))));
    return make("div", { class: "scroll", tabindex: "0" }, make("table", { class: "journal" }, make("thead", {}, head), make("tbody", {}, ...rows)));
  }
}

export default {
  render({ model, el }) {
    const viewer = new Viewer(model, el);
    const receive = (content) => viewer.receive(content);
    model.on("msg:custom", receive);
    return () => model.off("msg:custom", receive);
  },
};
