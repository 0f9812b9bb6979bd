/** What was typed and does not yet lie on the disk, kept by the page: it outlives a reload and a program that died, not the tab. */

import { lineOf, newVisit, ROOT } from "./base.js";

/** @import { Form, Told } from "./base.js" */
/** @typedef {{ id: string, agency: string, year: number }} Session */
/** @typedef {{ session: string, queue: string, agency: string, year: number, told: Told[], time: number }} Entry */

const STORED = "govreport";
const LONGEST_WAIT = 1000;

/**
 * Whether this page alone holds `mark`; a page that is just being left lets go of it in time.
 * @param {string} mark
 * @returns {Promise<boolean>}
 */
async function hold(mark) {
  if (!navigator.locks) return true;
  return new Promise((resolve, reject) => {
    const forGood = () => {
      resolve(true);
      return new Promise(() => {});
    };
    navigator.locks
      .request(`${STORED} ${mark}`, { signal: AbortSignal.timeout(LONGEST_WAIT) }, forGood)
      .catch((error) => (error.name === "TimeoutError" || error.name === "AbortError" ? resolve(false) : reject(error)));
  });
}

/** This tab's mark, the same after a reload; a tab that was doubled from a living one gets its own. */
function ownTab() {
  const find = async () => {
    let mark = sessionStorage.getItem(STORED) ?? newVisit();
    if (!(await hold(mark))) {
      mark = newVisit();
      await hold(mark);
    }
    sessionStorage.setItem(STORED, mark);
    return mark;
  };
  /** @type {typeof window & { govreportTab?: Promise<string> }} */
  const page = window;
  page.govreportTab ??= find();
  return page.govreportTab;
}

/**
 * Of one stay in one field only the newest text.
 * @param {Told[]} messages
 */
function shorten(messages) {
  /** @type {Told[]} */
  const kept = [];
  /** @param {Told} message */
  const place = ({ do: action, visit, texts }) => JSON.stringify([action, visit, Object.keys(texts ?? {})]);
  for (const message of messages) {
    const last = kept.at(-1);
    if (last?.do === "enter" && message.do === "enter" && place(last) === place(message)) kept.pop();
    kept.push(message);
  }
  return kept;
}

export class Kept {
  /** @param {Form} root */
  constructor(root) {
    this.root = root;
    this.line = lineOf(root);
    this.tab = "";
    this.full = false;
  }

  async open() {
    this.tab = await ownTab();
  }

  /** @param {string} session */
  key(session) {
    return `${STORED} ${this.tab} ${this.line.queue} ${session}`;
  }

  /**
   * Keep what was told in a session, and that the session was this tab's.
   * @param {Session} session
   * @param {Told[]} told
   */
  write({ id, agency, year }, told) {
    /** @type {Entry} */
    const entry = { session: id, queue: this.line.queue, agency, year, told: shorten(told), time: Date.now() };
    try {
      sessionStorage.setItem(this.key(id), JSON.stringify(entry));
      this.full = false;
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== "QuotaExceededError") throw error;
      this.full = true;
    }
  }

  /** @param {string} session */
  forget(session) {
    sessionStorage.removeItem(this.key(session));
  }

  /**
   * What earlier pages of this tab, or forms that are no more, left of a report: each entry with its key, the oldest first.
   * @param {Session} session
   * @returns {(Entry & { key: string })[]}
   */
  left({ agency, year }) {
    /** @type {NodeListOf<Form>} */
    const forms = document.querySelectorAll(ROOT);
    const living = new Set([...forms].map((form) => form.line?.queue));
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(`${STORED} ${this.tab} `));
    const entries = keys.map((key) => ({ key, ...JSON.parse(sessionStorage.getItem(key) ?? "{}") }));
    const here = entries.filter((one) => one.agency === agency && one.year === year && !living.has(one.queue));
    return here.sort((a, b) => a.time - b.time);
  }
}
