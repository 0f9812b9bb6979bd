/** A statutory table as it is printed, every figure an input; it moves, selects, copies and pastes like a sheet. */

const COMPUTED = "自动合计，也可直接改写";
const STATED = "按原文填写，与各项合计不符；按 Delete 恢复自动合计";
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** Which cells are selected: from where the selection began to where it has come. */
class Selection {
  constructor(lines) {
    this.lines = lines;
    this.places = new Map();
    lines.forEach((paths, row) => paths.forEach((path, column) => this.places.set(path, [row, column])));
    this.start(lines[0][0]);
  }

  start(path) {
    this.from = this.places.get(path);
    this.to = this.from;
  }

  extend(path) {
    this.to = this.places.get(path);
  }

  all() {
    const last = this.lines.length - 1;
    this.from = [0, 0];
    this.to = [last, this.lines[last].length - 1];
  }

  /** The selected paths, line by line. */
  block() {
    const [top, bottom] = [this.from[0], this.to[0]].sort((a, b) => a - b);
    const [left, right] = [this.from[1], this.to[1]].sort((a, b) => a - b);
    return this.lines.slice(top, bottom + 1).map((paths) => paths.slice(left, right + 1));
  }

  /** The path a step away from where the selection has come, or where it is at the edge. */
  beside([down, right]) {
    const row = Math.min(Math.max(this.to[0] + down, 0), this.lines.length - 1);
    const column = Math.min(Math.max(this.to[1] + right, 0), this.lines[row].length - 1);
    return this.lines[row][column];
  }

  edge(end, whole) {
    const row = whole ? (end ? this.lines.length - 1 : 0) : this.to[0];
    return this.lines[row][end ? this.lines[row].length - 1 : 0];
  }
}

class Grid {
  constructor(model, el) {
    this.model = model;
    this.printed = model.get("printed");
    const order = new Map(this.printed.cells.map((path, at) => [path, at]));
    this.typed = new Typed(model, (path) => model.get("value")[order.get(path)]);
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
    table.addEventListener("focusout", (event) => this.left(event.target));
    table.addEventListener("input", (event) => this.input(event.target));
    table.addEventListener("keydown", (event) => this.keydown(event));
    table.addEventListener("mousedown", (event) => this.mousedown(event));
    table.addEventListener("mouseover", (event) => this.mouseover(event));
    table.addEventListener("dblclick", (event) => event.target.dataset.cell && this.edit(event.target));
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
      if (!busy && field.input.value !== text) this.write(field.input, text);
      const mark = marks[path] ?? {};
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
    if (input === document.activeElement) input.select();
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
    this.state = "ready";
    this.visit = newVisit();
    this.original = input.value;
    if (!this.extending) this.selection.start(input.dataset.cell);
    input.setAttribute("aria-describedby", this.strip.id);
    input.select();
    this.showSelection();
    this.describe();
  }

  left(input) {
    this.state = "ready";
    input.removeAttribute("aria-describedby");
    const text = this.typed.text(input.dataset.cell);
    if (input.value !== text) input.value = text;
  }

  input(input) {
    if (this.state === "ready") this.state = "typing";
    this.typed.enter({ [input.dataset.cell]: input.value }, this.visit);
  }

  edit(input) {
    this.state = "editing";
    input.setSelectionRange(input.value.length, input.value.length);
  }

  /** Put the cursor on a cell; with `extend`, the selection grows to it. */
  moveTo(path, extend) {
    const { input } = this.fields.get(path);
    if (extend) this.selection.extend(path);
    this.extending = extend;
    input.focus({ preventScroll: true });
    this.extending = false;
    bringIntoView(input);
    this.showSelection();
  }

  keydown(event) {
    const input = event.target;
    if (!this.fields.has(input.dataset.cell) || event.isComposing || event.altKey) return;
    const path = this.nextPath(event);
    if (path) this.moveTo(path, event.shiftKey && event.key !== "Enter");
    else if (event.key === "F2") this.edit(input);
    else if (event.key === "Escape") this.restore(input);
    else if (this.erases(event)) this.erase(input);
    else if ((event.ctrlKey || event.metaKey) && event.key === "a") this.selectAll();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Whether a key blanks the selected cells, and not a character. */
  erases({ key }) {
    return (key === "Delete" && this.state !== "editing") || (key === "Backspace" && this.state === "ready");
  }

  /** Where a key leads, if it moves. */
  nextPath(event) {
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "Enter") return this.selection.beside([event.shiftKey ? -1 : 1, 0]);
    if (this.state === "editing") return undefined;
    if (event.key in MOVES) return command ? this.jump(event.key) : this.selection.beside(MOVES[event.key]);
    if (event.key === "Home" || event.key === "End") return this.selection.edge(event.key === "End", command);
    return undefined;
  }

  /** The last cell in the direction of an arrow key. */
  jump(key) {
    const [down, right] = MOVES[key];
    return this.selection.beside([down * this.lines.length, right * this.lines[0].length * 2]);
  }

  restore(input) {
    if (this.state === "ready") return;
    this.typed.enter({ [input.dataset.cell]: this.original }, this.visit);
    this.state = "ready";
    this.write(input, this.original);
  }

  erase(input) {
    const paths = this.selection.block().flat();
    this.state = "ready";
    this.typed.enter(Object.fromEntries(paths.map((path) => [path, ""])), newVisit());
    this.write(input, "");
    this.update();
  }

  selectAll() {
    this.selection.all();
    this.showSelection();
  }

  showSelection() {
    const block = new Set(this.selection.block().flat());
    for (const [path, { box }] of this.fields) box.classList.toggle("selected", block.size > 1 && block.has(path));
  }

  mousedown(event) {
    const path = event.target.dataset.cell;
    if (!this.fields.has(path)) return;
    if (event.shiftKey) {
      event.preventDefault();
      this.moveTo(path, true);
    } else if (event.target !== document.activeElement) {
      event.preventDefault();
      this.moveTo(path, false);
    }
  }

  mouseover(event) {
    const path = event.target.dataset.cell;
    if (event.buttons !== 1 || !this.fields.has(path) || this.state !== "ready") return;
    this.selection.extend(path);
    this.showSelection();
  }

  copy(event) {
    if (this.state === "editing") return;
    const block = this.selection.block().map((paths) => paths.map((path) => this.typed.text(path)));
    const lines = block.map((texts) => make("tr", {}, ...texts.map((text) => make("td", {}, text))));
    event.clipboardData.setData("text/plain", block.map((texts) => texts.join("\t")).join("\r\n"));
    event.clipboardData.setData("text/html", make("table", {}, ...lines).outerHTML);
    event.preventDefault();
    if (event.type === "cut") this.erase(event.target);
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (this.state === "editing" && !/[\t\n]/.test(text)) return;
    event.preventDefault();
    this.state = "ready";
    const at = this.selection.block()[0][0];
    this.model.send({ do: "paste", at, text, html: event.clipboardData.getData("text/html") });
  }

  zero() {
    this.model.send({ do: "zero", table: this.printed.id });
  }
}

export default {
  render({ model, el }) {
    const grid = new Grid(model, el);
    return follow(model, ["value", "marks", "answered", "before", "show_before"], () => grid.update());
  },
};
