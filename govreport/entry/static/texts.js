/** The written sections: a text area for each aspect, with last year's text and sentences offered from the figures. */

/** A text split into its sentences, each with what ends it. */
function sentences(text) {
  return (text.match(/[^。！？；\n]+[。！？；]?/g) ?? []).map((one) => one.trim()).filter(Boolean);
}

class Texts {
  constructor(model, el) {
    this.model = model;
    this.typed = new Typed(model, el);
    this.fields = new Map();
    this.total = make("output", { class: "total" });
    const { id, heading, fields } = model.get("section");
    this.extras = make("div", { class: "extras" });
    const add = make("button", { type: "button", onclick: () => this.addExtra() }, "增加一个方面");
    el.append(
      make(
        "section",
        { class: "piece texts", "data-section": id },
        make("header", {}, make("h2", {}, heading), this.total),
        ...fields.map((field) => this.makeField(field)),
        ...(model.get("section").extra ? [this.extras, add] : []),
      ),
    );
  }

  makeField({ path, label }) {
    const area = make("textarea", { "data-cell": path, "aria-label": label, rows: 2 });
    const count = make("output", { class: "count" });
    const offers = make("div", { class: "offers" });
    const last = make("div", { class: "last", role: "region", "aria-label": `${label}：上年文字` });
    const kept = make("p", { class: "kept" });
    area.addEventListener("focus", () => (this.visit = newVisit()));
    area.addEventListener("input", () => this.send(path, area));
    this.fields.set(path, { area, count, offers, last, kept });
    return make(
      "div",
      { class: "text" },
      make("h3", {}, label, count),
      make("div", { class: "beside" }, make("div", {}, area, kept, offers), last),
    );
  }

  send(path, area) {
    this.visit ??= newVisit();
    this.typed.enter({ [path]: area.value }, this.visit);
    this.grow(area);
  }

  /** As high as its text, where the browser does not see to that itself. */
  grow(area) {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  update() {
    this.typed.settle();
    const before = this.model.get("before");
    const shown = this.model.get("show_before");
    const offers = this.model.get("offers");
    let total = 0;
    for (const [path, field] of this.fields) {
      const text = this.typed.text(path);
      const busy = field.area === document.activeElement && field.area.value.trim() === text.trim();
      if (!busy && field.area.value !== text) field.area.value = text;
      total += countCharacters(text);
      const last = shown ? before[path] : undefined;
      if (field.seen?.text !== text || field.seen.last !== last) {
        field.seen = { text, last };
        field.count.textContent = `${countCharacters(text)}字`;
        this.grow(field.area);
        this.showLast(path, field, text, last);
        this.showKept(field.kept, text, before[path] ?? "");
      }
      this.showOffers(field, path, text, offers[path] ?? []);
    }
    if (this.model.get("section").extra) total += this.updateExtras();
    this.total.textContent = `本部分共${total}字`;
  }

  /** Last year's text beside this year's, with what was carried over unchanged marked in it. */
  showLast(path, { area, last }, text, before) {
    last.hidden = before === undefined;
    if (last.hidden) return;
    const now = new Set(sentences(text));
    const pieces = before.split(/(?<=[。！？；\n])/).map((one) => make(now.has(one.trim()) ? "mark" : "span", {}, one));
    const take = () => {
      area.value = before;
      this.visit = newVisit();
      this.send(path, area);
      this.update();
      area.focus();
    };
    last.replaceChildren(
      make("p", { class: "quiet" }, "上年文字（与今年相同的句子加底色）"),
      make("p", {}, ...pieces),
      make("button", { type: "button", onclick: take }, "引用上年文字再修改"),
    );
  }

  /** Which sentences are last year's, word for word. */
  showKept(line, text, before) {
    const last = new Set(sentences(before));
    const same = sentences(text).filter((one) => last.has(one));
    line.hidden = !same.length;
    putText(line, same.length ? `与上年相同的句子${same.length}句：${same.join("　")}` : "");
  }

  showOffers({ area, offers }, path, text, sentencesOffered) {
    const fresh = sentencesOffered.filter((one) => !text.includes(one));
    const key = fresh.join("\n");
    if (offers.dataset.key === key) return;
    offers.dataset.key = key;
    const insert = (sentence) => {
      const at = area.selectionStart ?? area.value.length;
      area.setRangeText(sentence, at, area.selectionEnd ?? at, "end");
      this.visit = newVisit();
      this.send(path, area);
      area.focus();
    };
    offers.replaceChildren(
      ...fresh.map((sentence) =>
        make("button", { type: "button", class: "offer", onclick: () => insert(sentence) }, `插入：${sentence}`),
      ),
    );
  }

  addExtra() {
    this.sendExtras([...this.extraTexts(), { heading: "（六）", text: "" }]);
    this.extras.lastElementChild.querySelector("input").focus();
  }

  extraTexts() {
    return [...this.extras.children].map((one) => ({
      heading: one.querySelector("input").value,
      text: one.querySelector("textarea").value,
    }));
  }

  sendExtras(aspects, visit) {
    tell(this.extras, this.model, { do: "extra", aspects, visit: visit ?? newVisit() });
    this.showExtras(aspects);
  }

  /** Show the aspects beyond the form's as Python has them, unless one is being typed in; how long they are. */
  updateExtras() {
    if (!this.extras.contains(document.activeElement)) this.showExtras(this.model.get("extra"));
    return this.extraTexts().reduce((sum, one) => sum + countCharacters(one.text), 0);
  }

  showExtras(aspects) {
    const now = this.extraTexts();
    if (now.length === aspects.length && now.every((one, at) => one.heading === aspects[at].heading && one.text === aspects[at].text)) return;
    this.extras.replaceChildren(...aspects.map((aspect, at) => this.makeExtra(aspect, at)));
    for (const area of this.extras.querySelectorAll("textarea")) this.grow(area);
  }

  makeExtra({ heading, text }, at) {
    const typed = () => this.sendExtras(this.extraTexts(), (this.visit ??= newVisit()));
    const title = make("input", { value: heading, "aria-label": `其他方面${at + 1}：标题`, oninput: typed });
    const area = make("textarea", { "aria-label": `其他方面${at + 1}：内容`, rows: 2, "data-cell": `narrative.overview.extra.${at}.text`, oninput: typed }, text);
    area.addEventListener("input", () => this.grow(area));
    const box = make("div", { class: "text extra", onfocusin: () => (this.visit ??= newVisit()) }, make("div", { class: "line" }, title), area);
    const remove = make("button", { type: "button", onclick: () => { box.remove(); this.sendExtras(this.extraTexts()); } }, "删除这个方面");
    box.firstElementChild.append(remove);
    return box;
  }
}

export default {
  render({ model, el }) {
    const texts = new Texts(model, el);
    return follow(model, ["value", "answered", "before", "show_before", "offers", "extra"], () => texts.update());
  },
};
