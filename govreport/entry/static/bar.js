/** The head of the form: whose report it is, how it stands, what can be done, where the sections are; and its keys. */

import { enterPart, follow, formOf, make, partOf, putText, tell } from "./base.js";

const READABLE = ".xlsx,.docx,.html,.htm,.pdf,.txt,.md,.xls,.doc,.et,.wps";
const MOST_BYTES = 7_000_000;
const CHUNK = 0x8000;

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** @import { Model } from "./base.js" */
/** @typedef {{ text: string, actions: { label: string, do: string }[] }} Line */
/** @typedef {{ id: string, label: string, errors: number }} Section */

/**
 * @typedef {object} Signing
 * @property {string} sentence
 * @property {{ label: string, said: string, state: string }[]} stages
 * @property {string | null} next
 * @property {string} label
 * @property {[id: string, name: string][]} aspects
 */

/**
 * @typedef {object} State
 * @property {string} name
 * @property {number} year
 * @property {string} by
 * @property {boolean} edited
 * @property {boolean} can_undo
 * @property {boolean} can_redo
 * @property {boolean} shown
 * @property {boolean} running
 * @property {Section[]} sections
 * @property {Signing} signing
 */

/** @typedef {{ edition: string, kind: string, label: string, tip: string }} Export */
/** @typedef {{ state: State, status: string, others: Line[], exports: Export[] }} Traits */

class Bar {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.signed = this.said = "";
    this.title = make("h1", { tabindex: "-1" });
    this.status = make("p", { class: "status", role: "status" });
    this.others = make("div", { class: "others", role: "status" });
    this.by = make("input", { "aria-label": "录入人", oninput: () => this.send("by", { by: this.by.value }) });
    this.why = make("input", { "aria-label": "修改说明", placeholder: "可不填" });
    this.last = make("input", { type: "checkbox", onchange: () => this.send("before", { shown: this.last.checked }) });
    this.buttons = {
      save: this.makeButton("save", "保存", "保存到数据文件（Ctrl+S）"),
      undo: this.makeButton("undo", "撤销", "撤销上一步（Ctrl+Z）"),
      redo: this.makeButton("redo", "重做", "重做（Ctrl+Y）"),
    };
    this.progress = make("progress", { "aria-label": "正在生成", hidden: true });
    this.file = make("input", { type: "file", hidden: true, accept: READABLE, onchange: () => this.importFile() });
    this.stop = make("button", { type: "button", hidden: true, onclick: () => this.send("stop") }, "停止");
    this.signing = make("details", { class: "signing" });
    this.nav = make("nav", { "aria-label": "报告各部分" });
    el.append(
      make(
        "header",
        { class: "piece bar" },
        make("div", { class: "line" }, this.title, this.status, ...this.makePeople()),
        this.others,
        make("div", { class: "line actions" }, ...this.makeActions()),
        this.signing,
        this.nav,
      ),
    );
  }

  makePeople() {
    return [make("label", {}, "录入人 ", this.by), make("label", {}, "修改说明 ", this.why)];
  }

  makeActions() {
    /** @param {string} edition */
    const look = (edition) => () => this.send("preview", { edition });
    /** @param {Export} one */
    const exporter = ({ edition, kind, label, tip }) =>
      make("button", { type: "button", title: tip || null, onclick: () => this.send("export", { edition, kind }) }, label);
    return [
      ...Object.values(this.buttons),
      make("label", { class: "check" }, this.last, " 显示上年"),
      make("span", { class: "gap" }),
      make("button", { type: "button", onclick: look("draft") }, "预览送审稿"),
      make("button", { type: "button", onclick: look("final") }, "预览正式稿"),
      ...this.model.get("exports").map(exporter),
      this.makeButton("import", "导入文件", "读入发回的填报表、Word 稿或已公开的年报", () => this.file.click()),
      this.file,
      this.progress,
      this.stop,
      make("span", { class: "gap" }),
      this.makeButton("journal", "录入记录", "查看改动的人员、时间和内容"),
      this.makeButton("choose", "更换单位或年度", "保存或保留草稿后，打开另一份报告"),
    ];
  }

  /**
   * 三审: how it stands, and what whoever is next may say. What is being written stays while all else is shown anew.
   * @param {Signing} signing
   */
  showSigning({ sentence, stages, next, label, aspects }) {
    const said = JSON.stringify([sentence, stages, next]);
    if (said === this.signed) return;
    this.signed = said;
    const state = stages.map((one) => make("span", { class: `stage ${one.state}` }, `${one.label}：${one.said}`));
    this.signing.replaceChildren(make("summary", {}, `审签：${sentence}`), make("div", { class: "line" }, ...state));
    if (next) this.signing.append(this.makeSignature(next, label, aspects));
  }

  /**
   * @param {string} stage
   * @param {string} label
   * @param {Signing["aspects"]} aspects
   */
  makeSignature(stage, label, aspects) {
    const by = make("input", { "aria-label": "审签人", placeholder: "审签人姓名" });
    const opinion = make("input", { class: "opinion", "aria-label": "审签意见", placeholder: "意见（退回必填）" });
    const ticks = aspects.map(([id, name]) => ({ id, name, box: make("input", { type: "checkbox", checked: true }) }));
    /** @param {string} outcome */
    const send = (outcome) => () =>
      this.send("sign", {
        stage,
        outcome,
        by: by.value,
        opinion: opinion.value,
        checked: ticks.filter(({ box }) => box.checked).map(({ id }) => id),
      });
    return make(
      "div",
      { class: "line" },
      make("label", {}, `${label}人 `, by),
      ...ticks.map(({ box, name }) => make("label", { class: "check" }, box, ` ${name}`)),
      opinion,
      make("button", { type: "button", onclick: send("pass") }, `${label}通过`),
      make("button", { type: "button", onclick: send("return") }, "退回"),
    );
  }

  /**
   * What others do with the report. A line that stays as it was is not made anew, so that a button keeps the focus.
   * @param {Line[]} lines
   */
  showOthers(lines) {
    const said = JSON.stringify(lines);
    if (said === this.said) return;
    this.said = said;
    /** @param {Line["actions"][number]} action */
    const button = ({ label, do: action }) => make("button", { type: "button", onclick: () => this.send(action) }, label);
    this.others.replaceChildren(...lines.map(({ text, actions }) => make("p", {}, text, " ", ...actions.map(button))));
  }

  /**
   * @param {string} action
   * @param {string} label
   * @param {string} title
   */
  makeButton(action, label, title, onclick = () => this.send(action)) {
    return make("button", { type: "button", class: action, title, onclick }, label);
  }

  async importFile() {
    const [file] = this.file.files ?? [];
    this.file.value = "";
    if (!file) return;
    if (file.size > MOST_BYTES) this.send("refuse", { text: `${file.name} 超过7MB，请用 govreport import 导入` });
    else this.send("import", { name: file.name, content: toBase64(new Uint8Array(await file.arrayBuffer())) });
  }

  /**
   * @param {string} action
   * @param {object} content
   */
  send(action, content = {}) {
    tell(this.el, this.model, { do: action, ...content, ...(action === "save" ? { why: this.why.value } : {}) });
  }

  update() {
    const { name, year, by, edited, can_undo, can_redo, shown, running, sections, signing } = this.model.get("state");
    putText(this.title, `${name}　${year}年度`);
    putText(this.status, this.model.get("status"));
    this.showOthers(this.model.get("others"));
    if (this.by !== document.activeElement) this.by.value = by;
    this.last.checked = shown;
    this.buttons.save.classList.toggle("wanted", edited);
    this.buttons.undo.disabled = !can_undo;
    this.buttons.redo.disabled = !can_redo;
    this.progress.hidden = this.stop.hidden = !running;
    this.showSigning(signing);
    this.nav.replaceChildren(...sections.map((section) => this.makeLink(section)));
    if (!edited) this.why.value = "";
  }

  /** @param {Section} section */
  makeLink({ id, label, errors }) {
    const go = () => enterPart(partOf(formOf(this.el), "section", `[data-section="${id}"]`));
    const mark = errors ? [make("span", { class: "badge", "aria-label": `应改正${errors}项` }, String(errors))] : [];
    return make("button", { type: "button", onclick: go }, label, ...mark);
  }

  /**
   * The form's own keys, heard before JupyterLab's: while the focus is in the form, or nowhere and the form in view.
   * @param {KeyboardEvent} event
   */
  keydown(event) {
    const root = formOf(this.el);
    const target = /** @type {HTMLElement} */ (event.target);
    const here = root?.contains(target) || (target.contains(root) && this.el.offsetParent);
    if (!here || event.isComposing) return;
    const action = this.actionOf(event, target);
    if (!action) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (action === "next" || action === "last") this.nextRegion(root, action === "next");
    else this.send(action);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} target
   */
  actionOf(event, { tagName }) {
    if (event.key === "F6") return event.shiftKey ? "last" : "next";
    if (!event.ctrlKey && !event.metaKey) return undefined;
    const key = event.key.toLowerCase();
    if (key === "s" && !event.shiftKey) return "save";
    if (tagName === "TEXTAREA") return undefined;
    if (key === "z") return event.shiftKey ? "redo" : "undo";
    return key === "y" ? "redo" : undefined;
  }

  /**
   * F6 goes from part to part: the bar, each section, the findings.
   * @param {HTMLElement} root
   * @param {boolean} forward
   */
  nextRegion(root, forward) {
    /** @type {NodeListOf<HTMLElement>} */
    const pieces = root.querySelectorAll(".piece");
    const regions = [...pieces].filter((one) => one.offsetParent);
    const now = regions.findIndex((one) => one.contains(document.activeElement));
    enterPart(regions[(now + (forward ? 1 : -1) + regions.length) % regions.length]);
  }
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    const bar = new Bar(model, el);
    /** @param {KeyboardEvent} event */
    const heard = (event) => bar.keydown(event);
    window.addEventListener("keydown", heard, { capture: true });
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) bar.title.focus();
    });
    const stop = follow(model, ["state", "status", "others"], () => bar.update());
    return () => {
      stop();
      window.removeEventListener("keydown", heard, { capture: true });
    };
  },
};
