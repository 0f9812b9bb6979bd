/** The written sections: a text area for each aspect, with last year's text and sentences offered from the figures. */

import { countCharacters, follow, make, newVisit, partOf, partsOf, putText, tell, Typed } from "./base.js";

/**
 * A text split into its sentences, each with what ends it.
 * @param {string} text
 */
function sentences(text) {
  return (text.match(/[^。！？；\n]+[。！？；]?/g) ?? []).map((one) => one.trim()).filter(Boolean);
}

/** @import { Model, Texts as ByPath } from "./base.js" */
/** @typedef {{ heading: string, text: string }} Aspect */
/** @typedef {{ id: string, heading: string, fields: { path: string, label: string }[], extra: boolean }} Section */
/** @typedef {{ section: Section, value: ByPath, before: ByPath, show_before: boolean, offers: Record<string, string[]>, extra: Aspect[] }} Traits */

/**
 * @typedef {object} Field
 * @property {HTMLTextAreaElement} area
 * @property {HTMLElement} count
 * @property {HTMLElement} offers
 * @property {HTMLElement} last
 * @property {HTMLElement} kept
 * @property {{ text: string, last: string | undefined }} [seen]
 */

class Texts {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.typed = new Typed(model, el, (path) => model.get("value")[path]);
    /** @type {string | undefined} */
    this.visit = undefined;
    /** @type {Map<string, Field>} */
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

  /** @param {{ path: string, label: string }} field */
  makeField({ path, label }) {
    const area = make("textarea", { "data-cell": path, "aria-label": label, rows: 2 });
    const count = make("output", { class: "count" });
    const offers = make("div", { class: "offers" });
    const last = make("div", { class: "last", role: "region", "aria-label": `${label}：上年文字` });
    const kept = make("p", { class: "kept" });
    area.addEventListener("focus", () => {
      this.visit = newVisit();
    });
    area.addEventListener("input", () => this.send(path, area));
    this.fields.set(path, { area, count, offers, last, kept });
    return make(
      "div",
      { class: "text" },
      make("h3", {}, label, count),
      make("div", { class: "beside" }, make("div", {}, area, kept, offers), last),
    );
  }

  /**
   * @param {string} path
   * @param {HTMLTextAreaElement} area
   */
  send(path, area) {
    this.visit ??= newVisit();
    this.typed.enter({ [path]: area.value }, this.visit);
    this.grow(area);
  }

  /**
   * As high as its text, where the browser does not see to that itself.
   * @param {HTMLTextAreaElement} area
   */
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

  /**
   * Last year's text beside this year's, with what was carried over unchanged marked in it.
   * @param {string} path
   * @param {Field} field
   * @param {string} text
   * @param {string} [before]
   */
  showLast(path, { area, last }, text, before) {
    last.hidden = before === undefined;
    if (before === undefined) return;
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

  /**
   * Which sentences are last year's, word for word.
   * @param {HTMLElement} line
   * @param {string} text
   * @param {string} before
   */
  showKept(line, text, before) {
    const last = new Set(sentences(before));
    const same = sentences(text).filter((one) => last.has(one));
    line.hidden = !same.length;
    putText(line, same.length ? `与上年相同的句子${same.length}句：${same.join("　")}` : "");
  }

  /**
   * @param {Field} field
   * @param {string} path
   * @param {string} text
   * @param {string[]} sentencesOffered
   */
  showOffers({ area, offers }, path, text, sentencesOffered) {
    const fresh = sentencesOffered.filter((one) => !text.includes(one));
    const key = fresh.join("\n");
    if (offers.dataset.key === key) return;
    offers.dataset.key = key;
    /** @param {string} sentence */
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
    partsOf(this.extras, "input").at(-1)?.focus();
  }

  extraTexts() {
    return [...this.extras.children].map((one) => ({
      heading: partOf(one, "input").value,
      text: partOf(one, "textarea").value,
    }));
  }

  /** @param {Aspect[]} aspects */
  sendExtras(aspects, visit = newVisit()) {
    tell(this.extras, this.model, { do: "extra", aspects, visit });
    this.showExtras(aspects);
  }

  /** Show the aspects beyond the form's as Python has them, unless one is being typed in; how long they are. */
  updateExtras() {
    if (!this.extras.contains(document.activeElement)) this.showExtras(this.model.get("extra"));
    return this.extraTexts().reduce((sum, one) => sum + countCharacters(one.text), 0);
  }

  /** @param {Aspect[]} aspects */
  showExtras(aspects) {
    const now = this.extraTexts();
    if (now.length === aspects.length && now.every((one, at) => one.heading === aspects[at].heading && one.text === aspects[at].text)) return;
    this.extras.replaceChildren(...aspects.map((aspect, at) => this.makeExtra(aspect, at)));
    for (const area of partsOf(this.extras, "textarea")) this.grow(area);
  }

  /**
   * @param {Aspect} aspect
   * @param {number} at
   */
  makeExtra({ heading, text }, at) {
    const stay = () => {
      this.visit ??= newVisit();
    };
    const typed = () => {
      stay();
      this.sendExtras(this.extraTexts(), this.visit);
    };
    const title = make("input", { value: heading, "aria-label": `其他方面${at + 1}：标题`, oninput: typed });
    const area = make("textarea", { "aria-label": `其他方面${at + 1}：内容`, rows: 2, "data-cell": `narrative.overview.extra.${at}.text`, oninput: typed }, text);
    area.addEventListener("input", () => this.grow(area));
    const line = make("div", { class: "line" }, title);
    const box = make("div", { class: "text extra", onfocusin: stay }, line, area);
    const remove = () => {
      box.remove();
      this.sendExtras(this.extraTexts());
    };
    line.append(make("button", { type: "button", onclick: remove }, "删除这个方面"));
    return box;
  }
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    const texts = new Texts(model, el);
    return follow(model, ["value", "answered", "before", "show_before", "offers", "extra"], () => texts.update());
  },
};
