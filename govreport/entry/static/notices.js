/** What the form has to say or ask: refusals, drafts that were found, someone else's changes. */

import { follow, formOf, goTo, make, partsOf, tell } from "./base.js";

const ROOM_AROUND = 22;
const WIDE = "(min-width: 901px)";

/** @import { Message, Model } from "./base.js" */
/** @typedef {Message & { label: string }} Action */
/** @typedef {{ text: string, cell?: string, at?: number | null }} Line */
/** @typedef {{ path: string, label: string, opened: string, mine: string, theirs: string, choice: string }} Difference */

/**
 * @typedef {object} Item
 * @property {string} id
 * @property {string} kind
 * @property {string} text
 * @property {Line[]} [lines]
 * @property {string} [source]
 * @property {Action[]} [actions]
 * @property {Difference[]} [differences]
 */

/** @typedef {{ items: Item[] }} Traits */

class Notices {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.box = make("div", { class: "notices", role: "alert" });
    /** @type {Map<string, HTMLElement>} each notice by its id. */
    this.shown = new Map();
    el.append(this.box);
  }

  update() {
    const items = this.model.get("items");
    this.shown = new Map(items.map((item) => [item.id, this.shown.get(item.id) ?? this.makeNotice(item)]));
    const shown = new Set(this.shown.values());
    for (const notice of partsOf(this.box, "section", ".notice")) if (!shown.has(notice)) notice.remove();
    for (const notice of this.shown.values()) if (notice.parentNode !== this.box) this.box.append(notice);
  }

  /** @param {Item} item */
  makeNotice({ id, kind, text, lines = [], source = "", actions = [], differences }) {
    const notice = make("section", { class: `piece notice ${kind}` }, make("p", {}, text));
    const page = source ? this.makeSource(source) : null;
    const list = lines.length ? make("ul", {}, ...lines.map((line) => this.makeLine(line, page))) : null;
    if (list && page) notice.append(make("div", { class: "settle" }, list, page));
    else if (list) notice.append(list);
    if (differences) notice.append(this.makeDifferences(differences));
    const buttons = actions.map(({ label, ...action }) =>
      make("button", { type: "button", onclick: () => this.act(notice, { ...action, notice: id }) }, label),
    );
    notice.append(make("p", { class: "line" }, ...buttons));
    return notice;
  }

  /**
   * @param {Line} line
   * @param {HTMLElement | null} page
   */
  makeLine({ text, cell, at }, page) {
    if (!cell) return make("li", {}, text);
    const go = () => {
      if (page) this.mark(page, at);
      goTo(this.box, cell);
    };
    return make("li", {}, make("button", { type: "button", class: "link", onclick: go }, text));
  }

  /**
   * What the file says, line by line, to be read beside the questions.
   * @param {string} source
   */
  makeSource(source) {
    const lines = source.split("\n").map((line) => make("div", {}, line || "\u00a0"));
    return make("div", { class: "source", role: "region", "aria-label": "原文", tabindex: "0" }, ...lines);
  }

  /**
   * Show the line of the source that a question is about; where it is not known, none.
   * @param {HTMLElement} page
   * @param {number | null} [at]
   */
  mark(page, at) {
    page.querySelector(".here")?.classList.remove("here");
    const line = at === null || at === undefined ? null : partsOf(page, "div")[at];
    if (!line) return;
    line.classList.add("here");
    page.scrollTop = line.offsetTop - page.clientHeight / 2;
  }

  /**
   * Both versions of each place where they differ, with a choice.
   * @param {Difference[]} differences
   */
  makeDifferences(differences) {
    const head = ["位置", "打开时", "我的", "文件中现在的"].map((name) => make("th", { scope: "col" }, name));
    return make(
      "div",
      { class: "scroll" },
      make("table", { class: "differences" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...differences.map((one) => this.makeDifference(one)))),
    );
  }

  /** @param {Difference} difference */
  makeDifference({ path, label, opened, mine, theirs, choice }) {
    /**
     * @param {string} side
     * @param {string} text
     */
    const pick = (side, text) => {
      const radio = make("input", { type: "radio", name: `pick-${path}`, value: side, "data-path": path });
      radio.checked = choice === side;
      return make("td", {}, make("label", {}, radio, " ", text === "" ? "（空白）" : text));
    };
    return make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, opened === "" ? "（空白）" : opened), pick("mine", mine), pick("theirs", theirs));
  }

  /**
   * @param {HTMLElement} notice
   * @param {Message} action
   */
  act(notice, action) {
    const picked = partsOf(notice, "input", "[type=radio]:checked").map((one) => [one.dataset.path, one.value]);
    tell(this.box, this.model, { ...action, ...(picked.length ? { choices: Object.fromEntries(picked) } : {}) });
    partsOf(formOf(this.box), "h1").find((one) => one.closest(".bar"))?.focus();
  }
}

/**
 * In JupyterLab the form is as high as the part of the notebook that is in view; where that is small, it is as long as it is.
 * @param {HTMLElement} el
 */
function fit(el) {
  const outer = el.closest(".jp-WindowedPanel-outer");
  const root = formOf(el);
  const wide = window.matchMedia(WIDE).matches;
  if (outer && root) root.style.height = wide ? `${outer.clientHeight - ROOM_AROUND}px` : "";
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    const notices = new Notices(model, el);
    const stop = follow(model, ["items"], () => notices.update());
    const resized = new ResizeObserver(() => fit(el));
    requestAnimationFrame(() => {
      fit(el);
      resized.observe(el.closest(".jp-WindowedPanel-outer") ?? document.body);
    });
    return () => {
      stop();
      resized.disconnect();
    };
  },
};
