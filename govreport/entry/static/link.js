/**
 * The line to Python: everything that a person does travels here, each thing once and in order. What does not yet lie
 * on the disk is kept in the page, and done again in a program that was begun anew. While nobody hears, the form is
 * locked; a program that is busy hears later.
 */

const LONG = 1500;
const LONGEST = 8000;
const AGAIN = "govreport-again";
const ENTERS = new Set(["enter", "published", "extra", "paste", "zero", "undo", "redo", "explain", "withdraw", "by", "resume"]);

/** How many places messages enter something at. */
function countPlaces(messages) {
  const places = messages.flatMap((one) => (one.do === "enter" ? Object.keys(one.texts) : [one.at ?? one.table ?? one.said ?? one.do]));
  return new Set(places).size;
}

function minute(time) {
  return new Date(time).toTimeString().slice(0, "10:30".length);
}

class Link {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.waiting = [];
    this.heard = 0;
    this.watch = new Watch(model.widget_manager, () => this.look());
    this.said = make("span", {});
    this.again = make("button", { type: "button", onclick: () => this.reconnect() }, "重新连接");
    this.box = make("section", { class: "piece link", role: "alert", hidden: true }, this.said, this.again);
    this.busy = make("p", { class: "busy", role: "status", hidden: true }, "程序正忙，可以继续填写，键入的内容已排队。");
    el.append(this.box, this.busy);
    this.closing = (event) => this.ask(event);
    this.addressed = (event) => this.openAddress(readAddress(event.newURL));
  }

  /** From the moment that the form is in the page. */
  async begin(root) {
    this.root = root;
    this.line = lineOf(root);
    this.kept = new Kept(root);
    this.address = new Address(root);
    this.lock = new Lock(root, this.box);
    root.addEventListener(TOLD, () => this.take());
    root.addEventListener("focusin", ({ target }) => this.address.show(this.session, target.dataset.cell ?? this.address.cell));
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
    this.lock?.end();
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

  post(message) {
    this.model.send({ ...message, queue: this.line.queue });
  }

  /** Python tells how far it has heard: send again what was lost on the way; it takes each message once. */
  receive({ heard }) {
    this.answered();
    for (const { message } of this.waiting) if (message.number > heard) this.post(message);
  }

  answered() {
    this.silent = false;
    this.asked = undefined;
  }

  update() {
    if (!this.kept?.tab) return;
    const of = (name) => this.model.get(name)[this.line.queue] ?? 0;
    if (of("heard") > this.heard) this.answered();
    this.heard = of("heard");
    this.waiting = this.waiting.filter((one) => one.number > (ENTERS.has(one.do) ? of("kept") : this.heard));
    if (this.session.id === this.met?.id) this.store();
    else this.meet(this.session);
    this.look();
  }

  store() {
    if (!this.session.id || this.session.id !== this.met?.id) return;
    this.kept.write(this.session, this.typed.map((one) => one.message));
    if (this.resumed && !this.waiting.some((one) => one.number <= this.resumed.number)) {
      for (const key of this.resumed.keys) sessionStorage.removeItem(key);
      this.resumed = undefined;
    }
  }

  /** Another report is open: what this tab left of it comes back; what did not get to the disk of the one before stays kept. */
  meet(session) {
    if (this.met && !this.unkept.length) this.kept.forget(this.met.id);
    // what was not heard yet is still to be sent again, or nothing after it would be taken in
    this.waiting = this.waiting.filter((one) => !ENTERS.has(one.do) || one.number > this.heard);
    const { cell } = this.met ? {} : this.address.wanted;
    this.met = session.id ? session : undefined;
    this.address.show(session, cell ?? "");
    if (!this.met) return;
    const left = this.kept.left(session);
    if (left.length) this.resume(left);
    this.store();
    if (cell) this.goBack(cell);
  }

  resume(left) {
    const entries = left.map(({ session, queue, told }) => ({ session, queue, told }));
    const number = tell(this.el, this.model, { do: "resume", left: entries });
    this.resumed = { number, keys: left.map((one) => one.key) };
  }

  /** To the cell that the address names, as soon as it is shown. */
  goBack(cell, tries = 40) {
    const shown = [...this.root.querySelectorAll("[data-cell]")].some((one) => one.dataset.cell === cell);
    if (shown) goTo(this.root, cell);
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
    if (this.watch.away || !(this.watch.lost || this.silent)) return this.watch.kernel.reconnect();
    this.leaving = true;
    this.byHand = document.dispatchEvent(new Event(AGAIN, { cancelable: true }));
    return this.show();
  }

  /** Before the page is left: ask, where something is entered that is not in the file. */
  ask(event) {
    if (!this.leaving && (this.model.get("edited") || this.unkept.length)) event.preventDefault();
  }
}

export default {
  render({ model, el }) {
    const link = new Link(model, el);
    const received = (content) => link.receive(content);
    model.on("msg:custom", received);
    const stop = follow(model, ["session", "heard", "kept"], () => link.update());
    const attached = () => (el.closest(ROOT) ? void link.begin(el.closest(ROOT)) : requestAnimationFrame(attached));
    attached();
    return () => {
      stop();
      model.off("msg:custom", received);
      link.end();
    };
  },
};
