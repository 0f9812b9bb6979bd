/** A statutory table as it is printed, every figure an input; it moves, selects, copies and pastes like a sheet. */

const COMPUTED = "自动合计，也可直接改写";
const STATED = "按原文填写，与各项合计不符；按 Delete 恢复自动合计";
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

class Grid {
  constructor(model, el) {
    this.model = model;
    this.printed = model.get("printed");
    const order = new Map(this.printed.cells.map((path, at) => [path, at]));
    this.typed = new Typed(model, el, (path) => model.get("value")[order.get(path)]);
    this.fields = new Map();
    this.state = "ready";
    this.strip = make("p", { class: "strip", id: `strip-${newVisit()}` });
    this.table = this.makeTable();
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

  makeTable() {
    const { id, head, body, labels, figures, caption } = this.printed;
    const columns = Array.from({ length: labels + figures }, (_, at) =>
      make("col", { style: at < labels ? `width:var(--width-${id}-${at})` : undefined }),
    );
    this.lines = body.map((boxes) => boxes.filter((box) => box.cell).map((box) => box.cell)).filter((paths) => paths.length);
    const table = make(
      "table",
      { class: "printed" },
      make("caption", {}, caption),
      make("colgroup", {}, ...columns),
      ...(head.length ? [make("thead", {}, ...head.map((boxes) => this.makeLine(boxes)))] : []),
      make("tbody", {}, ...body.map((boxes) => this.makeLine(boxes))),
    );
    table.addEventListener("focusin", (event) => this.focused(event.target));
    table.addEventListener("focusout", (event) => this.left(event.target, event.relatedTarget));
    table.addEventListener("input", (event) => this.input(event.target, event.isComposing));
    table.addEventListener("compositionend", (event) => this.input(event.target, false));
    table.addEventListener("keydown", (event) => this.keydown(event));
    table.addEventListener("mousedown", (event) => this.mousedown(event));
    table.addEventListener("mouseover", (event) => this.mouseover(event));
    table.addEventListener("dblclick", ({ target }) => target.dataset.cell && target === document.activeElement && this.edit(target));
    for (const name of ["copy", "cut"]) table.addEventListener(name, (event) => this.copy(event));
    table.addEventListener("paste", (event) => this.paste(event));
    return table;
  }

  makeLine(boxes) {
    return make("tr", {}, ...boxes.map((box) => this.makeBox(box)));
  }

  makeBox({ text, role, width, height, column, cell, label, sum }) {
    const spans = { colspan: width > 1 ? width : undefined, rowspan: height > 1 ? height : undefined };
    if (!cell) {
      const tag = role === "corner" ? "td" : "th";
      const scope = { column: width > 1 ? "colgroup" : "col", caption: "colgroup", group: "rowgroup", row: "row" }[role];
      const style = ["row", "group", "corner"].includes(role) ? `left:var(--left-${this.printed.id}-${column})` : undefined;
      return make(tag, { ...spans, scope, class: role, style }, text);
    }
    const input = make("input", {
      "data-cell": cell,
      "aria-label": label,
      inputmode: "decimal",
      autocomplete: "off",
      spellcheck: "false",
    });
    const tag = make("span", { class: "tag", "aria-hidden": "true" });
    const before = make("span", { class: "before" });
    const box = make("td", { ...spans, class: "figure" }, input, tag, before);
    this.fields.set(cell, { input, box, tag, before, sum });
    return box;
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

  /** Put `text` into an input, keeping all of it selected where it is the focused one. */
  write(input, text) {
    input.value = text;
    if (input !== document.activeElement) return;
    this.original = text;
    input.select();
  }

  /** The cell being typed in keeps its text, until what was made of it is changed elsewhere, as by undo. */
  keep(input, text) {
    if (this.composing || this.typed.open.has(input.dataset.cell)) return;
    this.made ??= text;
    if (this.made !== text) this.rest(input);
  }

  /** Tell below the table what the focused cell is and what is said of it. */
  describe() {
    const path = document.activeElement?.dataset?.cell;
    if (!this.fields.has(path)) return;
    const mark = this.model.get("marks")[path] ?? {};
    const last = this.model.get("before")[path];
    const { input, sum } = this.fields.get(path);
    const parts = [input.getAttribute("aria-label")];
    if (last !== undefined) parts.push(`上年 ${last}`);
    if (sum) parts.push(mark.stated ? STATED : COMPUTED);
    parts.push(...(mark.notes ?? []));
    putText(this.strip, parts.join("　"));
  }

  focused(input) {
    if (!this.fields.has(input.dataset.cell)) return;
    this.rest(input);
    this.selection.start(input.dataset.cell);
    input.setAttribute("aria-describedby", this.strip.id);
    this.showSelection();
    this.describe();
  }

  /** What was typed is done with: what is typed next replaces it, and is a step of its own to undo. */
  rest(input) {
    this.state = "ready";
    this.visit = newVisit();
    this.made = undefined;
    this.original = this.typed.text(input.dataset.cell);
    if (input.value !== this.original) input.value = this.original;
    input.select();
  }

  left(input, next) {
    this.state = "ready";
    if (!this.table.contains(next)) this.run = undefined;
    input.removeAttribute("aria-describedby");
    const text = this.typed.text(input.dataset.cell);
    if (input.value !== text) input.value = text;
  }

  /** Take in what was typed; what an input method is still composing is half a text, and waits. */
  input(input, composing) {
    if (this.state === "ready") this.state = "typing";
    this.composing = composing;
    this.made = undefined;
    if (!composing) this.typed.enter({ [input.dataset.cell]: input.value }, this.visit);
  }

  edit(input) {
    this.state = "editing";
    input.setSelectionRange(input.value.length, input.value.length);
  }

  /** Put the cursor on a cell. */
  moveTo(path) {
    const { input } = this.fields.get(path);
    this.run = undefined;
    if (input === document.activeElement) this.focused(input);
    else input.focus({ preventScroll: true });
    bringIntoView(input);
  }

  /** Let the selection grow to a cell; the cursor stays. */
  extendTo(path) {
    if (this.state !== "ready") this.rest(document.activeElement);
    this.selection.extend(path);
    bringIntoView(this.fields.get(path).input);
    this.showSelection();
  }

  keydown(event) {
    const input = event.target;
    if (!this.fields.has(input.dataset.cell) || event.isComposing || event.altKey) return;
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

  /** Whether a key blanks the selected cells, and not a character. */
  erases({ key }) {
    return (key === "Delete" && this.state !== "editing") || (key === "Backspace" && this.state === "ready");
  }

  /** Where a key leads, if it moves; Enter goes back to the column where a run of Tabs began. */
  nextPath({ key, shiftKey }, command) {
    if (key === "Enter") return command ? undefined : this.selection.beside([shiftKey ? -1 : 1, 0], false, shiftKey ? undefined : this.run);
    if (this.state === "editing") return undefined;
    if (key in MOVES) return command ? this.jump(key, shiftKey) : this.selection.beside(MOVES[key], shiftKey);
    if (key === "Home" || key === "End") return this.selection.edge(key === "End", command, shiftKey);
    return undefined;
  }

  /** The last cell in the direction of an arrow key. */
  jump(key, extend) {
    const [down, right] = MOVES[key];
    return this.selection.beside([down * this.lines.length, right * this.lines[0].length * 2], extend);
  }

  /** Whether a cell fills itself. */
  isComputed(path) {
    return this.fields.get(path).sum && !this.model.get("marks")[path]?.stated;
  }

  /** Put what is being typed into every selected cell, as one step with the typing. */
  fill(input) {
    if (this.state === "ready") return;
    const paths = this.selection.block().flat().filter((path) => path === input.dataset.cell || !this.isComputed(path));
    this.typed.enter(Object.fromEntries(paths.map((path) => [path, input.value])), this.visit);
    this.settleOn(input);
  }

  /** Copy the first selected line down, or where one is selected the line above it. */
  fillDown(input) {
    const [source, ...below] = this.selection.down();
    const pairs = below.flatMap((paths) => paths.map((path, at) => [path, source[at]]));
    const filled = pairs.filter(([path, from]) => from && !this.isComputed(path));
    if (filled.length) this.typed.enter(Object.fromEntries(filled.map(([path, from]) => [path, this.typed.text(from)])));
    this.settleOn(input);
  }

  settleOn(input) {
    this.rest(input);
    this.update();
  }

  restore(input) {
    if (this.state === "ready") return;
    this.typed.enter({ [input.dataset.cell]: this.original }, this.visit);
    this.rest(input);
  }

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

  /** A click leads to a cell, and selects what stands in it; only within what is being typed it places the caret. */
  mousedown(event) {
    const path = event.target.dataset.cell;
    if (!this.fields.has(path)) return;
    if (event.target === document.activeElement && this.state !== "ready" && !event.shiftKey) {
      this.state = "editing";
      return;
    }
    event.preventDefault();
    if (event.shiftKey && this.table.contains(document.activeElement)) this.extendTo(path);
    else this.moveTo(path);
  }

  mouseover(event) {
    const path = event.target.dataset.cell;
    if (event.buttons !== 1 || !this.fields.has(path) || this.state !== "ready") return;
    this.selection.extend(path);
    this.showSelection();
  }

  copy(event) {
    if (this.state !== "ready") return;
    const block = this.selection.block().map((paths) => paths.map((path) => this.typed.text(path)));
    const lines = block.map((texts) => make("tr", {}, ...texts.map((text) => make("td", {}, text))));
    event.clipboardData.setData("text/plain", block.map((texts) => texts.join("\t")).join("\r\n"));
    event.clipboardData.setData("text/html", make("table", {}, ...lines).outerHTML);
    event.preventDefault();
    if (event.type === "cut") this.erase(event.target);
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (this.state !== "ready" && !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    this.rest(event.target);
    const [at, to] = this.selection.ends();
    tell(this.table, this.model, { do: "paste", at, to, text, html: event.clipboardData.getData("text/html") });
  }

  zero() {
    tell(this.table, this.model, { do: "zero", table: this.printed.id });
  }
}

export default {
  render({ model, el }) {
    const grid = new Grid(model, el);
    return follow(model, ["value", "marks", "answered", "before", "show_before"], () => grid.update());
  },
};
