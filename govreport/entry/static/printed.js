/** A statutory table's elements as they are printed, every figure an input. */

import { make } from "./base.js";

/** @typedef {{ input: HTMLInputElement, box: HTMLElement, tag: HTMLElement, before: HTMLElement, sum?: boolean, stop?: boolean }} Field */

/**
 * @typedef {object} Box
 * @property {string} text
 * @property {string} role
 * @property {number} width
 * @property {number} height
 * @property {number} column
 * @property {string | null} cell
 * @property {string} [label]
 * @property {boolean} [sum]
 */

/**
 * @typedef {object} Printed
 * @property {string} id
 * @property {string} heading
 * @property {string} caption
 * @property {string} zero
 * @property {string[]} cells
 * @property {Box[][]} head
 * @property {Box[][]} body
 * @property {number} labels
 * @property {number} figures
 */

/** @type {Record<string, string>} */
const HEADS = { caption: "colgroup", group: "rowgroup", row: "row" };

/**
 * The path of the cell that something is the input of.
 * @param {EventTarget | null} target
 */
export function pathOf(target) {
  return (target instanceof HTMLElement && target.dataset.cell) || "";
}

export class Table {
  /** @param {Printed} printed */
  constructor({ id, head, body, labels, figures, caption }) {
    this.id = id;
    /** @type {Map<string, Field>} each figure's by its path. */
    this.fields = new Map();
    /** The paths of each line that has figures. */
    this.lines = body.map((boxes) => boxes.flatMap(({ cell }) => cell ?? [])).filter((paths) => paths.length);
    const columns = Array.from({ length: labels + figures }, (_, at) =>
      make("col", { style: at < labels ? `width:var(--width-${id}-${at})` : undefined }),
    );
    this.table = make(
      "table",
      { class: "printed" },
      make("caption", {}, caption),
      make("colgroup", {}, ...columns),
      ...(head.length ? [make("thead", {}, ...head.map((boxes) => this.makeLine(boxes)))] : []),
      make("tbody", {}, ...body.map((boxes) => this.makeLine(boxes))),
    );
  }

  /** @param {Box[]} boxes */
  makeLine(boxes) {
    return make("tr", {}, ...boxes.map((box) => this.makeBox(box)));
  }

  /** @param {Box} given */
  makeBox({ text, role, width, height, column, cell, label, sum }) {
    const spans = { colspan: width > 1 ? width : undefined, rowspan: height > 1 ? height : undefined };
    if (!cell) {
      const tag = role === "corner" ? "td" : "th";
      const scope = role === "column" ? (width > 1 ? "colgroup" : "col") : HEADS[role];
      const style = ["row", "group", "corner"].includes(role) ? `left:var(--left-${this.id}-${column})` : undefined;
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
}
