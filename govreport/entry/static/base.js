/** What every piece of the form stands on. */

/** @typedef {{ name: string, answered: [page: string, number: number] }} Shared The traits of every piece. */

/**
 * A piece's traits as its page sees them, and the line to its program.
 * @template {object} Traits
 * @typedef {object} Model
 * @property {<Name extends keyof (Traits & Shared) & string>(name: Name) => (Traits & Shared)[Name]} get
 * @property {(event: string, heard: (...given: any[]) => void) => void} on
 * @property {(event: string, heard: (...given: any[]) => void) => void} off
 * @property {(message: object) => void} send
 * @property {import("./watch.js").Manager} widget_manager
 */

/**
 * What a person did.
 * @typedef {{ do: string, texts?: Texts, visit?: string, at?: string, table?: string, said?: string, [more: string]: unknown }} Message
 */

/** @typedef {Record<string, string>} Texts Each text by its path. */
/** @typedef {Message & { piece: string, number: number }} Told */
/** @typedef {{ queue: string, count: number, told: Told[], down: boolean }} Line */
/** @typedef {HTMLElement & { line?: Line }} Form */
/** @typedef {string | number | boolean | null | undefined | ((event: any) => void)} Attribute */

export const ROOT = ".govreport-entry";
export const TOLD = "govreport-told";
const STRIP_HEIGHT = 30;
/** @type {Record<string, string>} */
export const SEVERITIES = { error: "应改正", warning: "请核实", hint: "提示" };

const TURNS = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
const LEFTWARD = "[\\u0590-\\u061b\\u061d-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}]";
const APART = new RegExp(`[${TURNS}]|${LEFTWARD}(?:[\\s\\p{P}\\p{S}\\p{N}]*${LEFTWARD})*`, "gu");
const TURN = new RegExp(`[${TURNS}]`, "gu");
/** What holds nothing but text. */
const BARE = new Set(["TEXTAREA", "OPTION"]);

/**
 * A text as nodes: what runs from right to left, or turns the direction of what follows, is set apart and turns nothing else.
 * @param {string} text
 */
function pieces(text) {
  /** @type {(string | Node)[]} */
  const found = [];
  let at = 0;
  for (const { 0: run, index } of text.matchAll(APART)) {
    found.push(text.slice(at, index), setApart(run));
    at = index + run.length;
  }
  found.push(text.slice(at));
  return found.filter((one) => one !== "");
}

/**
 * A run by itself; a mark that nobody sees is named before it, and is a line of its own to the browser.
 * @param {string} run
 */
function setApart(run) {
  const apart = document.createElement("bdi");
  apart.textContent = run;
  if (run.match(TURN)) apart.dataset.mark = `U+${Number(run.codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}`;
  return apart;
}

/**
 * Put a text into an element, in place of what it held.
 * @param {Element} element
 * @param {string} text
 */
export function putText(element, text) {
  element.replaceChildren(...pieces(text));
}

/**
 * A text for where only text can stand, such as a tooltip: without the marks that turn it.
 * @param {string} text
 */
export function unturned(text) {
  return text.replace(TURN, "");
}

/**
 * An element with its attributes (`on…` are listeners, undefined is left out) and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, Attribute>} attributes
 * @param {(string | Node)[]} children
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== false && value !== null) element.setAttribute(name, String(value));
  }
  const bare = BARE.has(element.tagName);
  element.append(...children.flatMap((one) => (typeof one === "string" && !bare ? pieces(one) : [one])));
  return element;
}

/**
 * The part of a piece that is always in it.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {ParentNode} whole
 * @param {Tag} tag
 */
export function partOf(whole, tag, more = "") {
  const [part] = partsOf(whole, tag, more);
  if (!part) throw new TypeError(`no ${tag}${more}`);
  return part;
}

/**
 * All parts of a kind, in their order.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {ParentNode} whole
 * @param {Tag} tag
 * @returns {HTMLElementTagNameMap[Tag][]}
 */
export function partsOf(whole, tag, more = "") {
  return [...whole.querySelectorAll(/** @type {Tag} */ (tag + more))];
}

/**
 * Run `update` now and after every change of the named traits, once a batch of changes; returns the cleanup.
 * @template {object} Traits
 * @param {Model<Traits>} model
 * @param {(keyof (Traits & Shared) & string)[]} names
 * @param {() => void} update
 */
export function follow(model, names, update) {
  let due = false;
  const run = () => {
    due = false;
    update();
  };
  const soon = () => {
    if (!due) queueMicrotask(run);
    due = true;
  };
  for (const name of names) model.on(`change:${name}`, soon);
  update();
  return () => {
    for (const name of names) model.off(`change:${name}`, soon);
  };
}

/**
 * The form that an element is in, from the moment that its piece is in the page.
 * @param {Element} el
 */
export function formOf(el) {
  return /** @type {Form} */ (el.closest(ROOT));
}

/**
 * What a person does in the form, in its order, until the piece `Link` takes it on: one line for all pieces of a form.
 * @param {Form} form
 */
export function lineOf(form) {
  form.line ??= { queue: newVisit(), count: 0, told: [], down: false };
  return form.line;
}

/**
 * Have what a person did travel to Python; its number, which will be answered, or 0 while there is no connection.
 * @param {Element} el
 * @param {Model<{}>} model
 * @param {Message} message
 */
export function tell(el, model, message) {
  const form = formOf(el);
  const line = lineOf(form);
  if (line.down) return 0;
  line.count += 1;
  line.told.push({ ...message, piece: model.get("name"), number: line.count });
  form.dispatchEvent(new Event(TOLD));
  return line.count;
}

/**
 * The number of the newest message of this page that Python has answered in this piece.
 * @param {Element} el
 * @param {Model<{}>} model
 */
export function answeredIn(el, model) {
  const [queue, number] = model.get("answered");
  const form = el.closest(ROOT);
  return form && queue === lineOf(formOf(el)).queue ? number : 0;
}

/** What was typed in this piece and Python has not answered yet, over what Python says stands there. */
export class Typed {
  /**
   * @param {Model<{}>} model
   * @param {Element} el
   * @param {(path: string) => string | undefined} shown gives the text that Python shows at a path.
   */
  constructor(model, el, shown) {
    this.model = model;
    this.el = el;
    this.shown = shown;
    /** @type {Map<string, { text: string, number: number }>} */
    this.open = new Map();
  }

  /**
   * Send what was typed at each path; one `visit` is one step to undo.
   * @param {Texts} texts
   */
  enter(texts, visit = newVisit()) {
    const number = tell(this.el, this.model, { do: "enter", texts, visit });
    if (number) for (const [path, text] of Object.entries(texts)) this.open.set(path, { text, number });
  }

  /** Forget what Python has answered. */
  settle() {
    const answered = answeredIn(this.el, this.model);
    for (const [path, { number }] of this.open) if (number <= answered) this.open.delete(path);
  }

  /** @param {string} path */
  text(path) {
    return this.open.get(path)?.text ?? this.shown(path) ?? "";
  }
}

let visits = 0;

/** A number for one stay in one field, different in every piece and session. */
export function newVisit() {
  visits += 1;
  return `${performance.timeOrigin}-${performance.now()}-${visits}`;
}

/**
 * Scroll `element` into view: inside the form where the form scrolls, else the page.
 * @param {HTMLElement} element
 * @param {"nearest" | "start" | "center"} block
 */
export function bringIntoView(element, block = "nearest") {
  const scroller = element.closest(".sections");
  if (!scroller || scroller.scrollHeight <= scroller.clientHeight) return element.scrollIntoView({ block, inline: "nearest" });
  const outer = scroller.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  const head = element.closest("table")?.tHead?.offsetHeight ?? 0;
  const foot = STRIP_HEIGHT;
  const above = inner.top - outer.top - head;
  const below = inner.bottom - outer.bottom + foot;
  if (block === "start") scroller.scrollTop += inner.top - outer.top;
  else if (block === "center") scroller.scrollTop += inner.top - outer.top - outer.height / 2;
  else if (above < 0) scroller.scrollTop += above;
  else if (below > 0) scroller.scrollTop += below;
  return undefined;
}

/**
 * The field at `path`, where it is shown.
 * @param {Element} form
 * @param {string} path
 */
export function fieldOf(form, path) {
  /** @type {NodeListOf<HTMLElement>} */
  const fields = form.querySelectorAll("[data-cell]");
  return [...fields].find((one) => one.dataset.cell === path);
}

/**
 * Show the field at `path` and put the cursor there.
 * @param {Element} from
 * @param {string} path
 */
export function goTo(from, path) {
  const field = fieldOf(formOf(from), path);
  if (!field) return;
  bringIntoView(field, "center");
  field.focus({ preventScroll: true });
}

/**
 * Put the cursor into a part of the form: its first field, else its first button.
 * @param {HTMLElement} part
 */
export function enterPart(part) {
  /** @type {HTMLElement} */
  const first = part.querySelector("input, textarea, select") ?? part.querySelector("button:not(:disabled)") ?? part;
  bringIntoView(part, "start");
  first.focus({ preventScroll: true });
}

/**
 * The characters of a text without the spaces, as offices count them.
 * @param {string} text
 */
export function countCharacters(text) {
  return [...text.replace(/\s/g, "")].length;
}
