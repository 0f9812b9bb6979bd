/**
 * The line to Python: everything that a person does travels here, each thing once and in order. What does not yet lie
 * on the disk is kept in the page, and done again in a program that was begun anew. While nobody hears, the form is
 * locked; a program that is busy hears later.
 */

import { Address, readAddress, SETTLES } from "./address.js";
import { fieldOf, follow, formOf, goTo, lineOf, make, ROOT, tell, TOLD } from "./base.js";
import { Kept } from "./kept.js";
import { Lock } from "./lock.js";
import { Watch } from "./watch.js";

/** @import { Form, Message, Model, Told } from "./base.js" */
/** @import { Place } from "./address.js" */
/** @import { Session } from "./kept.js" */
/** @typedef {{ session: Partial<Session>, edited: boolean, heard: Record<string, number>, kept: Record<string, number> }} Traits */
/** @typedef {{ do: string, number: number, time: number, message: Told }} Waiting */

const LONG = 1500;
const LONGEST = 8000;
const AGAIN = "govreport-again";
const ENTERS = new Set(["enter", "published", "extra", "paste", "zero", "undo", "redo", "explain", "withdraw", "by", "resume"]);

/**
 * How many places messages enter something at.
 * @param {Message[]} messages
 */
function countPlaces(messages) {
  const places = messages.flatMap((one) => (one.do === "enter" ? Object.keys(one.texts ?? {}) : [one.at ?? one.table ?? one.said ?? one.do]));
  return new Set(places).size;
}

/** @param {number} time */
function minute(time) {
  return new Date(time).toTimeString().slice(0, "10:30".length);
}

class Link {
  /**
   * @param {Model<Traits>} model
   * @param {HTMLElement} el
   * @param {Form} root the form, which is in the page.
   */
  constructor(model, el, root) {
    this.model = model;
    this.el = el;
    this.root = root;
    /** @type {Waiting[]} */
    this.waiting = [];
    this.heard = 0;
    this.late = this.silent = this.wasAway = this.byHand = this.leaving = false;
    /** @type {number | undefined} when Python was asked how far it has heard. */
    this.asked = undefined;
    /** @type {Session | undefined} the report that is met. */
    this.met = undefined;
    /** @type {{ number: number, keys: string[] } | undefined} */
    this.resumed = undefined;
    this.watch = new Watch(model.widget_manager, () => this.look());
    this.said = make("span", {});
    this.again = make("button", { type: "button", onclick: () => this.reconnect() }, "重新连接");
    this.box = make("section", { class: "piece link", role: "alert", hidden: true }, this.said, this.again);
    this.busy = make("p", { class: "busy", role: "status", hidden: true }, "程序正忙，可以继续填写，键入的内容已排队。");
    el.append(this.box, this.busy);
    /** @param {BeforeUnloadEvent} event */
    this.closing = (event) => this.ask(event);
    /** @param {HashChangeEvent} event */
    this.addressed = (event) => this.openAddress(readAddress(event.newURL));
    this.line = lineOf(root);
    this.kept = new Kept(root);
    this.address = new Address(root);
    this.lock = new Lock(root, this.box);
  }

  async begin() {
    this.root.addEventListener(TOLD, () => this.take());
    this.root.addEventListener("focusin", ({ target }) => {
      const { cell } = /** @type {HTMLElement} */ (target).dataset;
      this.address.show(this.session, cell ?? this.address.cell);
    });
    window.addEventListener("beforeunload", this.closing);
    window.addEventListener("hashchange", this.addressed);
    await this.kept.open();
    this.take();
    if (!this.session.id) this.openAddress(this.address.wanted);
    this.update();
    this.watch.begin();
  }

  end() {
    this.watch.end();
    this.lock.end();
    window.removeEventListener("beforeunload", this.closing);
    window.removeEventListener("hashchange", this.addressed);
  }

  get session() {
    return this.model.get("session");
  }

  /** What was entered and does not yet lie on the disk. */
  get unkept() {
    return this.waiting.filter((one) => ENTERS.has(one.do));
  }

  /** What a person did of it here; what came from an earlier page stays in that page's own store until it is kept. */
  get typed() {
    return this.unkept.filter((one) => one.do !== "resume");
  }

  /** @param {Place} wanted */
  openAddress(wanted) {
    const asked = this.address.asks(this.session, wanted);
    if (asked) tell(this.el, this.model, { do: "open", ...asked });
  }

  take() {
    if (!this.kept.tab) return;
    for (const message of this.line.told.splice(0)) {
      this.waiting.push({ do: message.do, number: message.number, time: Date.now(), message });
      this.post(message);
    }
    this.store();
  }

  /** @param {Message} message */
  post(message) {
    this.model.send({ ...message, queue: this.line.queue });
  }

  /**
   * Python tells how far it has heard: send again what was lost on the way; it takes each message once.
   * @param {{ heard: number }} content
   */
  receive({ heard }) {
    this.answered();
    for (const { message } of this.waiting) if (message.number > heard) this.post(message);
  }

  answered() {
    this.silent = false;
    this.asked = undefined;
  }

  update() {
    if (!this.kept.tab) return;
    /** @param {"heard" | "kept"} name */
    const of = (name) => this.model.get(name)[this.line.queue] ?? 0;
    if (of("heard") > this.heard) this.answered();
    this.heard = of("heard");
    this.waiting = this.waiting.filter((one) => one.number > (ENTERS.has(one.do) ? of("kept") : this.heard));
    if (this.session.id === this.met?.id) this.store();
    else this.meet(this.session);
    this.look();
  }

  store() {
    if (!this.met || this.session.id !== this.met.id) return;
    this.kept.write(/** @type {Session} */ (this.session), this.typed.map((one) => one.message));
    const { resumed } = this;
    if (resumed && !this.waiting.some((one) => one.number <= resumed.number)) {
      for (const key of resumed.keys) sessionStorage.removeItem(key);
      this.resumed = undefined;
    }
  }

  /**
   * Another report is open: what this tab left of it comes back; what did not get to the disk of the one before stays kept.
   * @param {Partial<Session>} session
   */
  meet(session) {
    if (this.met && !this.unkept.length) this.kept.forget(this.met.id);
    // what was not heard yet is still to be sent again, or nothing after it would be taken in
    this.waiting = this.waiting.filter((one) => !ENTERS.has(one.do) || one.number > this.heard);
    const cell = this.met ? undefined : this.address.wanted.cell;
    this.met = session.id ? /** @type {Session} */ (session) : undefined;
    this.address.show(session, cell ?? "");
    if (!this.met) return;
    const left = this.kept.left(this.met);
    if (left.length) this.resume(left);
    this.store();
    if (cell) this.goBack(cell);
  }

  /** @param {ReturnType<Kept["left"]>} left */
  resume(left) {
    const entries = left.map(({ session, queue, told }) => ({ session, queue, told }));
    const number = tell(this.el, this.model, { do: "resume", left: entries });
    this.resumed = { number, keys: left.map((one) => one.key) };
  }

  /**
   * To the cell that the address names, as soon as it is shown.
   * @param {string} cell
   */
  goBack(cell, tries = 40) {
    if (fieldOf(this.root, cell)) goTo(this.root, cell);
    else if (tries) setTimeout(() => this.goBack(cell, tries - 1), SETTLES);
  }

  look() {
    if (this.wasAway && !this.watch.away) this.hello();
    this.wasAway = this.watch.away;
    this.wait();
    this.show();
    this.address.show(this.session);
  }

  /** Ask how far Python has heard. */
  hello() {
    this.asked = Date.now();
    this.post({ do: "hello" });
  }

  /** What was not answered for long: was it lost on the way, or is nobody there who could answer? */
  wait() {
    const oldest = this.waiting.find((one) => one.number > this.heard);
    const since = oldest ? Date.now() - oldest.time : 0;
    if (this.asked && this.watch.idle && Date.now() - this.asked > LONGEST) this.silent = true;
    else if (!this.asked && this.watch.idle && since > LONGEST) this.hello();
    this.late = since > LONG;
  }

  show() {
    const down = Boolean(this.watch.lost || this.watch.away || this.silent);
    this.busy.hidden = down || !this.late;
    this.box.hidden = !down;
    if (down) this.said.textContent = this.sentence();
    if (down !== this.line.down) this.lock.set(down);
  }

  sentence() {
    if (this.byHand) return "程序已断开。请在菜单“运行”中选“运行所有单元格”，尚未保存的内容会自动填回。";
    const typed = this.typed;
    const count = countPlaces(typed.map((one) => one.message));
    if (!count) return "与程序的连接已断开，此前填写的内容已存为草稿。";
    const full = this.kept.full ? "（内容过多，请不要关闭本页）" : "，重新连接后自动填回。";
    return `与程序的连接已断开，${minute(typed[0].time)}以后键入的${count}处尚未保存${full}`;
  }

  /** Wake the socket; where the program itself is gone, whoever shows the form begins it anew, or else the person does. */
  reconnect() {
    if (this.watch.away || !(this.watch.lost || this.silent)) return void this.watch.kernel?.reconnect();
    this.leaving = true;
    this.byHand = document.dispatchEvent(new Event(AGAIN, { cancelable: true }));
    return this.show();
  }

  /**
   * Before the page is left: ask, where something is entered that is not in the file.
   * @param {BeforeUnloadEvent} event
   */
  ask(event) {
    if (!this.leaving && (this.model.get("edited") || this.unkept.length)) event.preventDefault();
  }
}

export default {
  /** @param {{ model: Model<Traits>, el: HTMLElement }} given */
  render({ model, el }) {
    /** @type {Link | undefined} */
    let link;
    /** @param {{ heard: number }} content */
    const received = (content) => link?.receive(content);
    model.on("msg:custom", received);
    const stop = follow(model, ["session", "heard", "kept"], () => link?.update());
    const attach = () => {
      if (!el.closest(ROOT)) return void requestAnimationFrame(attach);
      link = new Link(model, el, formOf(el));
      return void link.begin();
    };
    attach();
    return () => {
      stop();
      model.off("msg:custom", received);
      link?.end();
    };
  },
};
