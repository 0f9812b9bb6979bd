/** The page's address tells which report is open and where: it can be kept, sent, and opened again. */

import { ROOT } from "./base.js";

export const SETTLES = 300;
/** @import { Form } from "./base.js" */
/** @typedef {{ agency?: string, year?: number, cell?: string }} Place */

const PLACE = "govreport place";

/**
 * What an address names: `#unit=…&year=…&cell=…`.
 * @param {string} address
 */
export function readAddress(address) {
  const said = new URLSearchParams(new URL(address).hash.slice(1));
  return { agency: said.get("unit") ?? "", year: Number(said.get("year")), cell: said.get("cell") ?? "" };
}

export class Address {
  /**
   * JupyterLab takes such an address away when it is loaded anew: so the tab, too, remembers the place.
   * @param {Form} root
   */
  constructor(root) {
    this.root = root;
    const named = readAddress(window.location.href);
    this.cell = "";
    /** @type {Place} */
    this.wanted = named.agency ? named : JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
  }

  /** Only the first form of a page has a say in its address. */
  get ours() {
    return document.querySelector(ROOT) === this.root;
  }

  /**
   * What is `wanted` to be opened, and is not open yet.
   * @param {Place} open
   * @param {Place} wanted
   */
  asks({ agency, year }, wanted) {
    const other = wanted.agency && wanted.year && (wanted.agency !== agency || wanted.year !== year);
    return this.ours && other ? { agency: wanted.agency, year: wanted.year } : undefined;
  }

  /**
   * Tell which report is open, and in which cell; JupyterLab, too, writes addresses, so it is looked after.
   * @param {Place} open
   */
  show({ agency, year }, cell = this.cell) {
    if (!this.ours) return;
    this.cell = cell;
    const place = cell ? `&cell=${encodeURIComponent(cell)}` : "";
    const wanted = agency ? `#unit=${encodeURI(agency)}&year=${year}${place}` : "";
    if (wanted === window.location.hash) return;
    window.history.replaceState(window.history.state, "", wanted || window.location.pathname + window.location.search);
    sessionStorage.setItem(PLACE, JSON.stringify(agency ? { agency, year, cell } : {}));
  }
}
