/** What the form has to say or ask: refusals, drafts that were found, someone else's changes. */

const ROOM_AROUND = 22;
const WIDE = "(min-width: 901px)";

class Notices {
  constructor(model, el) {
    this.model = model;
    this.box = make("div", { class: "notices", role: "alert" });
    this.shown = new Map();
    el.append(this.box);
  }

  update() {
    const items = this.model.get("items");
    this.shown = new Map(items.map((item) => [item.id, this.shown.get(item.id) ?? this.makeNotice(item)]));
    for (const notice of this.box.querySelectorAll(":scope > .notice")) if (![...this.shown.values()].includes(notice)) notice.remove();
    for (const notice of this.shown.values()) if (notice.parentNode !== this.box) this.box.append(notice);
  }

  makeNotice({ id, kind, text, lines = [], source = "", actions = [], differences }) {
    const notice = make("section", { class: `piece notice ${kind}` }, make("p", {}, text));
    const page = source ? this.makeSource(source) : null;
    const list = lines.length ? make("ul", {}, ...lines.map((line) => this.makeLine(line, page))) : null;
    if (list && page) notice.append(make("div", { class: "settle" }, list, page));
    else if (list) notice.append(list);
    if (differences) notice.append(this.makeDifferences(differences));
    const buttons = actions.map(({ label, ...action }) =>
      make("button", { type: "button", onclick: () => this.act(notice, { ...action, notice: id }) }, label),
    );
    notice.append(make("p", { class: "line" }, ...buttons));
    return notice;
  }

  makeLine({ text, cell, at }, page) {
    if (!cell) return make("li", {}, text);
    const go = () => {
      if (page) this.mark(page, at);
      goTo(this.box, cell);
    };
    return make("li", {}, make("button", { type: "button", class: "link", onclick: go }, text));
  }

  /** What the file says, line by line, to be read beside the questions. */
  makeSource(source) {
    const lines = source.split("\n").map((line) => make("div", {}, line || "\u00a0"));
    return make("div", { class: "source", role: "region", "aria-label": "原文", tabindex: "0" }, ...lines);
  }

  /** Show the line of the source that a question is about; where it is not known, none. */
  mark(page, at) {
    page.querySelector(".here")?.classList.remove("here");
    const line = at === null || at === undefined ? null : page.children[at];
    if (!line) return;
    line.classList.add("here");
    page.scrollTop = line.offsetTop - page.clientHeight / 2;
  }

  /** Both versions of each place where they differ, with a choice. */
  makeDifferences(differences) {
    const head = ["位置", "打开时", "我的", "文件中现在的"].map((name) => make("th", { scope: "col" }, name));
    return make(
      "div",
      { class: "scroll" },
      make("table", { class: "differences" }, make("thead", {}, make("tr", {}, ...head)), make("tbody", {}, ...differences.map((one) => this.makeDifference(one)))),
    );
  }

  makeDifference({ path, label, opened, mine, theirs, choice }) {
    const pick = (side, text) => {
      const radio = make("input", { type: "radio", name: `pick-${path}`, value: side, "data-path": path });
      radio.checked = choice === side;
      return make("td", {}, make("label", {}, radio, " ", text === "" ? "（空白）" : text));
    };
    return make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, opened === "" ? "（空白）" : opened), pick("mine", mine), pick("theirs", theirs));
  }

  act(notice, action) {
    const picked = [...notice.querySelectorAll("input[type=radio]:checked")].map((one) => [one.dataset.path, one.value]);
    tell(this.box, this.model, { ...action, ...(picked.length ? { choices: Object.fromEntries(picked) } : {}) });
    this.box.closest(ROOT).querySelector(".bar h1")?.focus();
  }
}

/** In JupyterLab the form is as high as the part of the notebook that is in view; where that is small, it is as long as it is. */
function fit(el) {
  const outer = el.closest(".jp-WindowedPanel-outer");
  const root = el.closest(ROOT);
  const wide = window.matchMedia(WIDE).matches;
  if (outer && root) root.style.height = wide ? `${outer.clientHeight - ROOM_AROUND}px` : "";
}

export default {
  render({ model, el }) {
    const notices = new Notices(model, el);
    const stop = follow(model, ["items"], () => notices.update());
    const resized = new ResizeObserver(() => fit(el));
    requestAnimationFrame(() => {
      fit(el);
      resized.observe(el.closest(".jp-WindowedPanel-outer") ?? document.body);
    });
    return () => {
      stop();
      resized.disconnect();
    };
  },
};
