/** Counts of published items by channel and category: rows added, renamed, removed; totals against sums. */

import { answeredIn, follow, make, newVisit, partOf, partsOf, tell } from "./base.js";

/** @import { Model } from "./base.js" */
/** @typedef {[name: string, count: string]} Item */
/** @typedef {{ channel: string, total: string, items: Item[] }} Channel */
/** @typedef {{ total: string, channels: Channel[] }} Counts */
/** @typedef {{ value: Counts }} Traits */

class Published {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   */
  constructor(model, el) {
    this.model = model;
    this.sent = 0;
    /** @type {string | undefined} */
    this.visit = undefined;
    this.channels = make("div", { class: "channels" });
    this.total = this.makeTotal("published.total", "主动公开信息总数");
    this.sum = make("output", { class: "sum" });
    const add = make("button", { type: "button", onclick: () => this.addChannel() }, "增加渠道");
    el.append(
      make(
        "section",
        { class: "piece published", "data-section": "published" },
        make("header", {}, make("h2", {}, "主动公开数量（按渠道、类别）")),
        make("p", { class: "line" }, make("label", {}, make("span", {}, "总数"), this.total), this.sum),
        this.channels,
        add,
      ),
    );
    el.addEventListener("focusin", () => {
      this.visit = newVisit();
    });
    el.addEventListener("input", ({ target }) => {
      const { total, cell } = /** @type {HTMLElement} */ (target).dataset;
      this.send(this.visit, total === undefined || cell === undefined ? [] : [cell]);
    });
    el.addEventListener("focusout", () => this.update());
  }

  /**
   * @param {string} path
   * @param {string} label
   */
  makeTotal(path, label) {
    const shared = { class: "number", inputmode: "decimal", autocomplete: "off" };
    return make("input", { ...shared, "data-cell": path, "data-total": true, "aria-label": label });
  }

  /** The channels' boxes, in their order. */
  get boxes() {
    return partsOf(this.channels, "fieldset");
  }

  /** What stands in the form, as Python takes it. */
  read() {
    return {
      total: this.total.value,
      channels: this.boxes.map((channel) => ({
        channel: partOf(channel, "input", ".name").value,
        total: partOf(channel, "input", ".subtotal").value,
        items: partsOf(channel, "p", ".item:not(.doubled)").map((item) => partsOf(item, "input").map((one) => one.value)),
      })),
    };
  }

  /**
   * Send everything but a category that has another's name: of that, say so first.
   * @param {string[]} typed the totals that were typed just now; what stands in the others may be older than Python's.
   */
  send(visit = newVisit(), typed = []) {
    this.markDoubles();
    this.sent = tell(this.channels, this.model, { do: "published", published: this.read(), typed, visit }) || this.sent;
  }

  markDoubles() {
    let found = false;
    for (const channel of this.boxes) {
      const seen = new Set();
      for (const item of partsOf(channel, "p", ".item")) {
        const name = partOf(item, "input");
        const again = seen.has(name.value.trim());
        seen.add(name.value.trim());
        name.toggleAttribute("aria-invalid", again);
        item.classList.toggle("doubled", again);
        partOf(item, "span", ".note").textContent = again ? "与上面的类别重名，请改名" : "";
        found ||= again;
      }
    }
    return found;
  }

  /** Show what Python has, once it has answered everything that was sent; a field being typed in keeps its text. */
  update() {
    const value = this.model.get("value");
    if (answeredIn(this.channels, this.model) < this.sent || this.markDoubles()) return;
    if (!this.sameShape(value)) this.build(value);
    /**
     * @param {HTMLInputElement} field
     * @param {string} text
     */
    const write = (field, text) => {
      if (field !== document.activeElement && field.value !== text) field.value = text;
    };
    write(this.total, value.total);
    this.sum.textContent = this.compare(value.total, value.channels.map((channel) => channel.total), "各渠道");
    for (const [at, box] of this.boxes.entries()) {
      const channel = value.channels[at];
      write(partOf(box, "input", ".name"), channel.channel);
      partOf(box, "legend").textContent = `渠道${at + 1}`;
      const subtotal = partOf(box, "input", ".subtotal");
      subtotal.dataset.cell = `published.channels.${at}.total`;
      write(subtotal, channel.total);
      partOf(box, "output", ".sum").textContent = this.compare(channel.total, channel.items.map(([, count]) => count), "各类别");
      for (const [number, item] of partsOf(box, "p", ".item").entries()) {
        const [name, count] = partsOf(item, "input");
        write(name, channel.items[number][0]);
        write(count, channel.items[number][1]);
        count.dataset.cell = `published.channels.${at}.items.${channel.items[number][0]}`;
      }
    }
  }

  /**
   * How a stated total stands to the sum of its parts.
   * @param {string} total
   * @param {string[]} parts
   * @param {string} what
   */
  compare(total, parts, what) {
    const stated = parts.filter((part) => /^\d+$/.test(part));
    if (!stated.length || !/^\d+$/.test(total)) return "";
    const sum = stated.reduce((all, part) => all + BigInt(part), 0n);
    const rest = BigInt(total) - sum;
    return rest === 0n ? `与${what}合计一致` : `${what}合计 ${sum}，与所填相差 ${rest < 0n ? -rest : rest}`;
  }

  /** @param {Counts} counts */
  sameShape({ channels }) {
    const { boxes } = this;
    return boxes.length === channels.length && boxes.every((box, at) => partsOf(box, "p", ".item").length === channels[at].items.length);
  }

  /** @param {Counts} counts */
  build({ channels }) {
    this.channels.replaceChildren(...channels.map((channel, at) => this.makeChannel(channel, at)));
  }

  /**
   * @param {Channel} channel
   * @param {number} at
   */
  makeChannel({ channel, total, items }, at) {
    const box = make("fieldset", { class: "channel" }, make("legend", {}, `渠道${at + 1}`));
    const name = make("input", { class: "name", value: channel, "aria-label": `渠道${at + 1}名称`, placeholder: "渠道名称，如 政府门户网站" });
    const subtotal = this.makeTotal(`published.channels.${at}.total`, `渠道${at + 1}小计`);
    subtotal.classList.add("subtotal");
    subtotal.value = total;
    const list = make("div", { class: "items" }, ...items.map((item) => this.makeItem(item)));
    const add = make("button", { type: "button", onclick: () => this.addItem(list) }, "增加类别");
    box.append(
      make("p", { class: "line" }, name, make("label", {}, make("span", {}, "小计"), subtotal), make("output", { class: "sum" }), this.makeRemove(box, "删除渠道")),
      list,
      add,
    );
    return box;
  }

  /** @param {Item} item */
  makeItem([name, count]) {
    const item = make("p", { class: "item line" });
    item.append(
      make("input", { class: "category", value: name, "aria-label": "类别名称", placeholder: "类别" }),
      make("input", { class: "number", value: count, "aria-label": "条数", inputmode: "decimal", autocomplete: "off" }),
      this.makeRemove(item, "删除"),
      make("span", { class: "note", role: "status" }),
    );
    return item;
  }

  /**
   * @param {HTMLElement} box
   * @param {string} label
   */
  makeRemove(box, label) {
    const remove = () => {
      box.remove();
      this.send(newVisit());
    };
    return make("button", { type: "button", class: "remove", onclick: remove }, label);
  }

  addChannel() {
    const box = this.makeChannel({ channel: "", total: "", items: [] }, this.channels.children.length);
    this.channels.append(box);
    this.send(newVisit());
    partOf(box, "input", ".name").focus();
  }

  /** @param {HTMLElement} list */
  addItem(list) {
    const item = this.makeItem(["", ""]);
    list.append(item);
    this.send(newVisit());
    partOf(item, "input").focus();
  }
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    const published = new Published(model, el);
    return follow(model, ["value", "answered"], () => published.update());
  },
};
