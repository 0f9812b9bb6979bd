/** A statutory table, every figure an input; it moves, selects, copies and pastes like a sheet. */

import { bringIntoView, follow, make, newVisit, putText, tell, Typed } from "./base.js";
import { pathOf, Table } from "./printed.js";
import { Selection } from "./selection.js";

/** @import { Model, Texts } from "./base.js" */
/** @import { Field, Printed } from "./printed.js" */
/** @import { Place } from "./selection.js" */
/** @typedef {{ stated?: boolean, brought?: boolean, severity?: string, tag?: string, notes?: string[] }} Mark */
/** @typedef {{ printed: Printed, value: string[], marks: Record<string, Mark>, before: Texts, show_before: boolean }} Traits */

const COMPUTED = "自动合计，也可直接改写";
const STATED = "按原文填写，与各项合计不符；按 Delete 恢复自动合计";
/** @type {Record<string, Place>} */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** @param {Event} event */
function inputOf(event) {
  return /** @type {HTMLInputElement} */ (event.target);
}

class Grid {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.printed = model.get("printed");
    const { table, fields, lines } = new Table(this.printed);
    this.table = table;
    this.fields = fields;
    this.lines = lines;
    const order = new Map(this.printed.cells.map((path, at) => [path, at]));
    this.typed = new Typed(model, el, (path) => model.get("value")[order.get(path) ?? -1]);
    this.composing = false;
    this.original = this.visit = "";
    /** @type {string | undefined} what Python made of the text that is being typed. */
    this.made = undefined;
    /** @type {number | undefined} the column where a run of Tabs began. */
    this.run = undefined;
    /** @type {"ready" | "typing" | "editing"} */
    this.state = "ready";
    this.strip = make("p", { class: "strip", id: `strip-${newVisit()}` });
    this.listen();
    this.selection = new Selection(this.lines);
    const zero = make("button", { type: "button", class: "zero", onclick: () => this.zero() }, this.printed.zero);
    el.append(
      make(
        "section",
        { class: `piece grid ${this.printed.id}`, "data-section": this.printed.id },
        make("header", {}, make("h2", {}, this.printed.heading), zero),
        make("div", { class: "scroll" }, this.table),
        this.strip,
      ),
    );
  }

  listen() {
    const { table } = this;
    table.addEventListener("focusin", (event) => this.focused(inputOf(event)));
    table.addEventListener("focusout", (event) => this.left(inputOf(event), event.relatedTarget));
    table.addEventListener("input", (event) => this.input(inputOf(event), event instanceof InputEvent && event.isComposing));
    table.addEventListener("compositionend", (event) => this.input(inputOf(event), false));
    table.addEventListener("keydown", (event) => this.keydown(event));
    table.addEventListener("mousedown", (event) => this.mousedown(event));
    table.addEventListener("mouseover", (event) => this.mouseover(event));
    table.addEventListener("dblclick", (event) => {
      const input = inputOf(event);
      if (this.fields.has(pathOf(input)) && input === document.activeElement) this.edit(input);
    });
    table.addEventListener("copy", (event) => this.copy(event));
    table.addEventListener("cut", (event) => this.copy(event));
    table.addEventListener("paste", (event) => this.paste(event));
  }

  /** Bring every cell to what stands there now; the one being typed in keeps its text. */
  update() {
    this.typed.settle();
    const marks = this.model.get("marks");
    const before = this.model.get("before");
    const shown = this.model.get("show_before");
    for (const [path, field] of this.fields) {
      const busy = field.input === document.activeElement && this.state !== "ready";
      const text = this.typed.text(path);
      if (busy) this.keep(field.input, text);
      else if (field.input.value !== text) this.write(field.input, text);
      const mark = marks[path] ?? {};
      const stop = !(field.sum && !mark.stated);
      // remembered, as reading tabIndex can make the browser bring its styles up to date, cell by cell
      if (field.stop !== stop) field.input.tabIndex = stop ? 0 : -1;
      field.stop = stop;
      const sum = field.sum && (mark.stated ? "stated" : "computed");
      const look = ["figure", sum, mark.severity, mark.brought && "brought"].filter(Boolean).join(" ");
      if (field.box.className !== look) field.box.className = look;
      if (field.tag.textContent !== (mark.tag ?? "")) field.tag.textContent = mark.tag ?? "";
      field.input.toggleAttribute("aria-invalid", mark.severity === "error");
      const last = shown && path in before ? `上年${before[path]}` : "";
      if (field.before.textContent !== last) field.before.textContent = last;
    }
    this.showSelection();
    this.describe();
  }

  /**
   * Put `text` into an input, keeping all of it selected where it is the focused one.
   * @param {HTMLInputElement} input
   * @param {string} text
   */
  write(input, text) {
    input.value = text;
    if (input !== document.activeElement) return;
    this.original = text;
    input.select();
  }

  /**
   * The cell being typed in keeps its text, until what was made of it is changed elsewhere, as by undo.
   * @param {HTMLInputElement} input
   * @param {string} text
   */
  keep(input, text) {
    if (this.composing || this.typed.open.has(pathOf(input))) return;
    this.made ??= text;
    if (this.made !== text) this.rest(input);
  }

  /** Tell below the table what the focused cell is and what is said of it. */
  describe() {
    const path = pathOf(document.activeElement);
    const field = this.fields.get(path);
    if (!field) return;
    const mark = this.model.get("marks")[path] ?? {};
    const last = this.model.get("before")[path];
    const parts = [field.input.getAttribute("aria-label")];
    if (last !== undefined) parts.push(`上年 ${last}`);
    if (field.sum) parts.push(mark.stated ? STATED : COMPUTED);
    parts.push(...(mark.notes ?? []));
    putText(this.strip, parts.join("　"));
  }

  /** @param {HTMLInputElement} input */
  focused(input) {
    if (!this.fields.has(pathOf(input))) return;
    this.rest(input);
    this.selection.start(pathOf(input));
    input.setAttribute("aria-describedby", this.strip.id);
    this.showSelection();
    this.describe();
  }

  /**
   * What was typed is done with: what is typed next replaces it, and is a step of its own to undo.
   * @param {HTMLInputElement} input
   */
  rest(input) {
    this.state = "ready";
    this.visit = newVisit();
    this.made = undefined;
    this.original = this.typed.text(pathOf(input));
    if (input.value !== this.original) input.value = this.original;
    input.select();
  }

  /**
   * @param {HTMLInputElement} input
   * @param {EventTarget | null} next
   */
  left(input, next) {
    this.state = "ready";
    if (!this.table.contains(/** @type {Node | null} */ (next))) this.run = undefined;
    input.removeAttribute("aria-describedby");
    const text = this.typed.text(pathOf(input));
    if (input.value !== text) input.value = text;
  }

  /**
   * Take in what was typed; what an input method is still composing is half a text, and waits.
   * @param {HTMLInputElement} input
   * @param {boolean} composing
   */
  input(input, composing) {
    if (this.state === "ready") this.state = "typing";
    this.composing = composing;
    this.made = undefined;
    if (!composing) this.typed.enter({ [pathOf(input)]: input.value }, this.visit);
  }

  /** @param {HTMLInputElement} input */
  edit(input) {
    this.state = "editing";
    input.setSelectionRange(input.value.length, input.value.length);
  }

  /**
   * The field of a path of this table.
   * @param {string} path
   */
  fieldAt(path) {
    return /** @type {Field} */ (this.fields.get(path));
  }

  /**
   * Put the cursor on a cell.
   * @param {string} path
   */
  moveTo(path) {
    const { input } = this.fieldAt(path);
    this.run = undefined;
    if (input === document.activeElement) this.focused(input);
    else input.focus({ preventScroll: true });
    bringIntoView(input);
  }

  /**
   * Let the selection grow to a cell; the cursor stays.
   * @param {string} path
   */
  extendTo(path) {
    if (this.state !== "ready") this.rest(/** @type {HTMLInputElement} */ (document.activeElement));
    this.selection.extend(path);
    bringIntoView(this.fieldAt(path).input);
    this.showSelection();
  }

  /** @param {KeyboardEvent} event */
  keydown(event) {
    const input = inputOf(event);
    if (!this.fields.has(pathOf(input)) || event.isComposing || event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    const path = this.nextPath(event, command);
    if (event.key === "Tab") this.run ??= this.selection.active[1];
    if (path && event.shiftKey && event.key !== "Enter") this.extendTo(path);
    else if (path) this.moveTo(path);
    else if (event.key === "F2") this.edit(input);
    else if (event.key === "Escape") this.restore(input);
    else if (this.erases(event)) this.erase(input);
    else if (command && event.key === "Enter") this.fill(input);
    else if (command && event.key.toLowerCase() === "d") this.fillDown(input);
    else if (command && event.key.toLowerCase() === "a") this.selectAll();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * Whether a key blanks the selected cells, and not a character.
   * @param {KeyboardEvent} event
   */
  erases({ key }) {
    return (key === "Delete" && this.state !== "editing") || (key === "Backspace" && this.state === "ready");
  }

  /**
   * Where a key leads, if it moves; Enter goes back to the column where a run of Tabs began.
   * @param {KeyboardEvent} event
   * @param {boolean} command
   */
  nextPath({ key, shiftKey }, command) {
    if (key === "Enter") return command ? undefined : this.selection.beside([shiftKey ? -1 : 1, 0], false, shiftKey ? undefined : this.run);
    if (this.state === "editing") return undefined;
    if (key in MOVES) return command ? this.jump(key, shiftKey) : this.selection.beside(MOVES[key], shiftKey);
    if (key === "Home" || key === "End") return this.selection.edge(key === "End", command, shiftKey);
    return undefined;
  }

  /**
   * The last cell in the direction of an arrow key.
   * @param {string} key
   * @param {boolean} extend
   */
  jump(key, extend) {
    const [down, right] = MOVES[key];
    return this.selection.beside([down * this.lines.length, right * this.lines[0].length * 2], extend);
  }

  /**
   * Whether a cell fills itself.
   * @param {string} path
   */
  isComputed(path) {
    return this.fieldAt(path).sum && !this.model.get("marks")[path]?.stated;
  }

  /**
   * Put what is being typed into every selected cell, as one step with the typing.
   * @param {HTMLInputElement} input
   */
  fill(input) {
    if (this.state === "ready") return;
    const paths = this.selection.block().flat().filter((path) => path === pathOf(input) || !this.isComputed(path));
    this.typed.enter(Object.fromEntries(paths.map((path) => [path, input.value])), this.visit);
    this.settleOn(input);
  }

  /**
   * Copy the first selected line down, or where one is selected the line above it.
   * @param {HTMLInputElement} input
   */
  fillDown(input) {
    const [source, ...below] = this.selection.down();
    const pairs = below.flatMap((paths) => paths.map((path, at) => [path, source[at]]));
    const filled = pairs.filter(([path, from]) => from && !this.isComputed(path));
    if (filled.length) this.typed.enter(Object.fromEntries(filled.map(([path, from]) => [path, this.typed.text(from)])));
    this.settleOn(input);
  }

  /** @param {HTMLInputElement} input */
  settleOn(input) {
    this.rest(input);
    this.update();
  }

  /** @param {HTMLInputElement} input */
  restore(input) {
    if (this.state === "ready") return;
    this.typed.enter({ [pathOf(input)]: this.original }, this.visit);
    this.rest(input);
  }

  /** @param {HTMLInputElement} input */
  erase(input) {
    const paths = this.selection.block().flat();
    this.typed.enter(Object.fromEntries(paths.map((path) => [path, ""])));
    this.settleOn(input);
  }

  selectAll() {
    this.selection.all();
    this.showSelection();
  }

  showSelection() {
    const block = new Set(this.selection.block().flat());
    for (const [path, { box }] of this.fields) box.classList.toggle("selected", block.size > 1 && block.has(path));
  }

  /**
   * A click leads to a cell, and selects what stands in it; only within what is being typed it places the caret.
   * @param {MouseEvent} event
   */
  mousedown(event) {
    const path = pathOf(event.target);
    if (!this.fields.has(path)) return;
    if (event.target === document.activeElement && this.state !== "ready" && !event.shiftKey) {
      this.state = "editing";
      return;
    }
    event.preventDefault();
    if (event.shiftKey && this.table.contains(document.activeElement)) this.extendTo(path);
    else this.moveTo(path);
  }

  /** @param {MouseEvent} event */
  mouseover(event) {
    const path = pathOf(event.target);
    if (event.buttons !== 1 || !this.fields.has(path) || this.state !== "ready") return;
    this.selection.extend(path);
    this.showSelection();
  }

  /** @param {ClipboardEvent} event */
  copy(event) {
    if (this.state !== "ready" || !event.clipboardData) return;
    const block = this.selection.block().map((paths) => paths.map((path) => this.typed.text(path)));
    const lines = block.map((texts) => make("tr", {}, ...texts.map((text) => make("td", {}, text))));
    event.clipboardData.setData("text/plain", block.map((texts) => texts.join("\t")).join("\r\n"));
    event.clipboardData.setData("text/html", make("table", {}, ...lines).outerHTML);
    event.preventDefault();
    if (event.type === "cut") this.erase(inputOf(event));
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    if (!event.clipboardData) return;
    const text = event.clipboardData.getData("text/plain");
    if (this.state !== "ready" && !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    this.rest(inputOf(event));
    const [at, to] = this.selection.ends();
    tell(this.table, this.model, { do: "paste", at, to, text, html: event.clipboardData.getData("text/html") });
  }

  zero() {
    tell(this.table, this.model, { do: "zero", table: this.printed.id });
  }
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    const grid = new Grid(model, el);
    return follow(model, ["value", "marks", "answered", "before", "show_before"], () => grid.update());
  },
};
