/** Which agency and year: a tree that can be searched, the years there are, a new year or a new agency begun. */

import { follow, make, newVisit, partOf, tell } from "./base.js";

/** @import { Model } from "./base.js" */
/** @typedef {{ id: string, name: string, level: number, group: boolean, years: number[] }} Agency */
/** @typedef {{ agencies: Agency[], chosen: string, year: number }} Traits */

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

class Chooser {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    /** @type {string | undefined} the id of the agency that is chosen. */
    this.chosen = undefined;
    const id = `agencies-${newVisit()}`;
    this.search = make("input", { type: "search", placeholder: "输入单位名称或编号查找", "aria-label": "查找单位", "aria-controls": id });
    this.list = make("ul", { role: "listbox", "aria-label": "单位", id, tabindex: "0" });
    this.years = make("div", { class: "years" });
    this.search.addEventListener("input", () => this.showList());
    this.search.addEventListener("keydown", (event) => this.keydown(event));
    this.list.addEventListener("keydown", (event) => this.keydown(event));
    this.id = make("input", { placeholder: "如 panzhihua/xiqu/justice" });
    this.name = make("input", { placeholder: "如 攀枝花市西区司法局" });
    this.year = make("input", { inputmode: "numeric" });
    this.known = make("div", {}, make("h2", {}, "选择单位"), this.search, this.list);
    this.unknown = this.makeNew();
    el.append(
      make(
        "section",
        { class: "piece chooser" },
        make("header", {}, make("h1", {}, "政府信息公开工作年度报告　数据录入")),
        make("div", { class: "columns" }, this.known, make("div", {}, this.years, this.unknown)),
      ),
    );
  }

  makeNew() {
    const begin = () => tell(this.list, this.model, { do: "begin", agency: this.id.value.trim(), year: this.year.value.trim(), name: this.name.value.trim() });
    return make(
      "details",
      { class: "new" },
      make("summary", {}, "名单中没有的新单位"),
      make("label", {}, make("span", {}, "单位编号（文件夹路径）"), this.id),
      make("label", {}, make("span", {}, "单位全称"), this.name),
      make("label", {}, make("span", {}, "年度"), this.year),
      make("button", { type: "button", onclick: begin }, "新建空白报告"),
    );
  }

  update() {
    this.chosen ??= this.model.get("chosen") || undefined;
    if (!this.year.value) this.year.value = String(this.model.get("year"));
    if (!this.model.get("agencies").length) this.known.hidden = this.unknown.open = true;
    this.showList();
  }

  matching() {
    const wanted = this.search.value.trim().toLowerCase();
    const agencies = this.model.get("agencies");
    return wanted ? agencies.filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(wanted)) : agencies;
  }

  showList() {
    const found = this.matching();
    if (!found.some(({ id }) => id === this.chosen)) this.chosen = found.find(({ group }) => !group)?.id;
    const depth = this.search.value ? 0 : 1;
    this.list.replaceChildren(...found.map((agency) => this.makeOption(agency, depth)));
    if (!found.length) this.list.append(make("li", { class: "quiet" }, "没有找到，请改换关键词，或在右侧新建"));
    this.showYears();
  }

  /**
   * @param {Agency} agency
   * @param {number} depth
   */
  makeOption({ id, name, level, group }, depth) {
    const style = `padding-left:${0.6 + level * depth * 1.2}em`;
    if (group) return make("li", { class: "group", style, role: "presentation" }, name);
    const chosen = id === this.chosen;
    const option = make("li", { role: "option", id: `agency-${id}`, "aria-selected": String(chosen), style, onclick: () => this.choose(id) }, name, make("span", { class: "quiet" }, `　${id}`));
    if (chosen) this.list.setAttribute("aria-activedescendant", option.id);
    return option;
  }

  /** @param {string} id */
  choose(id) {
    this.chosen = id;
    this.showList();
  }

  /** @param {KeyboardEvent} event */
  keydown(event) {
    const options = this.matching().filter(({ group }) => !group);
    const at = options.findIndex(({ id }) => id === this.chosen);
    const step = STEPS[event.key];
    if (step && options.length) {
      this.choose(options[Math.min(Math.max(at + step, 0), options.length - 1)].id);
      partOf(this.list, "li", "[aria-selected=true]").scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") this.years.querySelector("button")?.focus();
    else return;
    event.preventDefault();
  }

  showYears() {
    const agency = this.model.get("agencies").find(({ id }) => id === this.chosen);
    if (!agency) return this.years.replaceChildren();
    const years = [...agency.years].reverse();
    const next = years.length ? years[0] + 1 : this.model.get("year");
    /** @param {number} year */
    const open = (year) => make("button", { type: "button", class: "open", onclick: () => tell(this.list, this.model, { do: "open", agency: agency.id, year }) }, `打开${year}年度`);
    const label = years.length ? `新建${next}年度（由${years[0]}年度带入）` : `新建${next}年度`;
    const begin = () => tell(this.list, this.model, { do: "begin", agency: agency.id, year: String(next), name: "" });
    return this.years.replaceChildren(make("h2", {}, agency.name), ...years.map(open), make("button", { type: "button", class: "begin", onclick: begin }, label));
  }
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    const chooser = new Chooser(model, el);
    return follow(model, ["agencies", "chosen", "year"], () => chooser.update());
  },
};
