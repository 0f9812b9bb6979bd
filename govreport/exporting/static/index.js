// The table of reports: sorted by any column, searched while typing, drawn a few hundred rows at a time.
(() => {
  const PIECE = 300;
  const EDITIONS = { final: "正式稿", draft: "送审稿" };
  const all = JSON.parse(document.getElementById("rows").textContent);
  const body = document.querySelector("tbody");
  const more = document.querySelector("button.more");
  const search = document.getElementById("search");
  let found = all;
  let drawn = 0;

  const cell = (row, text, className) => {
    const made = document.createElement("td");
    made.textContent = text;
    if (className) made.className = className;
    row.append(made);
    return made;
  };

  const rowOf = (report) => {
    const row = document.createElement("tr");
    const name = cell(row, "");
    const shown = document.createElement(report.page ? "a" : "span");
    shown.textContent = report.name;
    if (report.page) shown.href = report.page.split("/").map(encodeURIComponent).join("/");
    shown.title = report.agency;
    name.append(shown);
    cell(row, EDITIONS[report.edition]);
    cell(row, report.status_shown, report.status);
    cell(row, report.errors || "");
    cell(row, report.warnings || "");
    cell(row, report.message);
    return row;
  };

  const drawMore = () => {
    body.append(...found.slice(drawn, drawn + PIECE).map(rowOf));
    drawn = Math.min(drawn + PIECE, found.length);
    more.hidden = drawn === found.length;
    document.getElementById("shown").textContent = `共${found.length}份`;
  };

  const redraw = () => {
    const words = search.value.trim().toLowerCase();
    found = all.filter((row) => `${row.name} ${row.agency} ${row.status_shown} ${row.message}`.toLowerCase().includes(words));
    body.replaceChildren();
    drawn = 0;
    drawMore();
  };

  const sortBy = (header) => {
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const other of document.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const { key } = header.dataset;
    const order = (a, b) => (typeof a[key] === "number" ? a[key] - b[key] : String(a[key]).localeCompare(String(b[key]), "zh-CN"));
    all.sort((a, b) => (down ? order(b, a) : order(a, b)));
    redraw();
  };

  for (const header of document.querySelectorAll("thead th")) {
    header.querySelector("button").addEventListener("click", () => sortBy(header));
  }
  search.addEventListener("input", redraw);
  more.addEventListener("click", drawMore);
  redraw();
})();
