/** The page's address tells which report is open and where: it can be kept, sent, and opened again. */

const SETTLES = 300;

/** What the address names: `#unit=…&year=…&cell=…`. */
function readAddress() {
  const said = new URLSearchParams(window.location.hash.slice(1));
  return { agency: said.get("unit") ?? "", year: Number(said.get("year")), cell: said.get("cell") ?? "" };
}

class Address {
  constructor(root) {
    this.root = root;
    this.wanted = readAddress();
  }

  /** Only the first form of a page has a say in its address. */
  get ours() {
    return document.querySelector(ROOT) === this.root;
  }

  /** What the address asks to be opened, and is not open yet. */
  asks({ agency, year }) {
    const { agency: unit, year: of } = readAddress();
    return this.ours && unit && of && (unit !== agency || of !== year) ? { agency: unit, year: of } : undefined;
  }

  /** Tell which report is open; JupyterLab, too, writes addresses, so it is looked after. */
  show({ agency, year }, cell = this.cell) {
    if (!this.ours) return;
    this.cell = cell;
    const place = cell ? `&cell=${encodeURIComponent(cell)}` : "";
    const wanted = agency ? `#unit=${encodeURI(agency)}&year=${year}${place}` : "";
    if (wanted !== window.location.hash) window.history.replaceState(window.history.state, "", wanted || window.location.pathname + window.location.search);
  }
}
