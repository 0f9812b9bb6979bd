/** Which cells of a table are selected: the active one, where the cursor stays, and from where to where it reaches. */

/** @typedef {[row: number, column: number]} Place */

export class Selection {
  /** @param {string[][]} lines the paths of each line. */
  constructor(lines) {
    this.lines = lines;
    /** @type {Map<string, Place>} */
    this.places = new Map();
    for (const [row, paths] of lines.entries()) for (const [column, path] of paths.entries()) this.places.set(path, [row, column]);
    /** @type {Place} */
    this.active = this.placeOf(lines[0][0]);
    /** @type {Place} */
    this.from = this.active;
    /** @type {Place} */
    this.to = this.active;
  }

  /** @param {string} path */
  placeOf(path) {
    return /** @type {Place} */ (this.places.get(path));
  }

  /** @param {string} path */
  start(path) {
    this.active = this.placeOf(path);
    this.from = this.active;
    this.to = this.active;
  }

  /** @param {string} path */
  extend(path) {
    this.from = this.active;
    this.to = this.placeOf(path);
  }

  all() {
    const last = this.lines.length - 1;
    this.from = [0, 0];
    this.to = [last, this.lines[last].length - 1];
  }

  /** The selected paths, line by line. */
  block() {
    const [top, left, bottom, right] = this.bounds();
    return this.lines.slice(top, bottom + 1).map((paths) => paths.slice(left, right + 1));
  }

  bounds() {
    const [top, bottom] = [this.from[0], this.to[0]].sort((a, b) => a - b);
    const [left, right] = [this.from[1], this.to[1]].sort((a, b) => a - b);
    return [top, left, bottom, right];
  }

  /** The first and the last of the selected paths. */
  ends() {
    const paths = this.block().flat();
    return [paths[0], paths[paths.length - 1]];
  }

  /** The line that Ctrl+D copies, and those below that it fills: where one line is selected, the one above it. */
  down() {
    const [top, left, bottom, right] = this.bounds();
    const [source, ...below] = this.lines.slice(top === bottom ? Math.max(top - 1, 0) : top, bottom + 1);
    return [source, ...below].map((paths) => paths.slice(left, right + 1));
  }

  /**
   * The path a step away, or where it is at the edge: from the active cell, or from where the selection has come.
   * @param {Place} step
   * @param {boolean} extend
   * @param {number} [column]
   */
  beside([down, right], extend, column) {
    const [row, at] = extend ? this.to : this.active;
    const paths = this.lines[Math.min(Math.max(row + down, 0), this.lines.length - 1)];
    return paths[Math.min(Math.max((column ?? at) + right, 0), paths.length - 1)];
  }

  /**
   * @param {boolean} end
   * @param {boolean} whole
   * @param {boolean} extend
   */
  edge(end, whole, extend) {
    const [now] = extend ? this.to : this.active;
    const paths = this.lines[whole ? (end ? this.lines.length - 1 : 0) : now];
    return paths[end ? paths.length - 1 : 0];
  }
}
