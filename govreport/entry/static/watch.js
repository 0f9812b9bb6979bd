/** Whether the program can be reached: what JupyterLab, Notebook and Voilà tell of kernel and socket, and what the server says. */

/** @typedef {(kernel: Kernel, status: string) => void} Changed */

/**
 * What JupyterLab, Notebook and Voilà tell of a kernel.
 * @typedef {object} Kernel
 * @property {string} id
 * @property {string} status
 * @property {string} connectionStatus
 * @property {boolean} isDisposed
 * @property {{ baseUrl: string, token: string }} serverSettings
 * @property {{ connect(changed: Changed): void, disconnect(changed: Changed): void }} statusChanged
 * @property {() => Promise<void>} reconnect
 */

/** @typedef {{ kernel?: Kernel | null }} Manager */

const LOOKS = 500;
const ASKS = 1500;
const LONGEST_ANSWER = 8000;
const GONE = new Set(["restarting", "autorestarting", "dead", "terminating"]);

export class Watch {
  /**
   * @param {Manager} manager knows the kernel.
   * @param {() => void} looked hears after every look.
   */
  constructor(manager, looked) {
    this.manager = manager;
    this.looked = looked;
    this.lost = this.away = this.unreachable = false;
    /** @type {Kernel | null} */
    this.kernel = null;
    this.asking = false;
    /** @type {Changed} */
    this.changed = (_, status) => this.hear(status);
  }

  begin() {
    this.timers = [setInterval(() => this.look(), LOOKS), setInterval(() => this.ask(), ASKS)];
    this.look();
  }

  end() {
    for (const timer of this.timers ?? []) clearInterval(timer);
    this.kernel?.statusChanged.disconnect(this.changed);
  }

  /** Whether the program says that it has nothing to do. */
  get idle() {
    return !this.lost && !this.away && this.kernel?.status === "idle";
  }

  /** @param {string} status */
  hear(status) {
    if (GONE.has(status)) this.lost = true;
    this.look();
  }

  look() {
    const kernel = this.manager.kernel ?? null;
    if (kernel !== this.kernel) this.follow(kernel);
    if (!kernel || kernel.isDisposed || GONE.has(kernel.status)) this.lost = true;
    this.away = !this.lost && (this.unreachable || kernel?.connectionStatus !== "connected");
    this.looked();
  }

  /** @param {Kernel | null} kernel */
  follow(kernel) {
    this.kernel?.statusChanged.disconnect(this.changed);
    this.kernel = kernel;
    kernel?.statusChanged.connect(this.changed);
  }

  /** The socket may stay open, and silent, over a kernel that the server ended or a network that is no more. */
  async ask() {
    if (this.lost || !this.kernel || this.asking || document.hidden) return;
    this.asking = true;
    const { baseUrl, token } = this.kernel.serverSettings;
    /** @type {Record<string, string>} */
    const headers = token ? { Authorization: `token ${token}` } : {};
    /** @type {RequestInit} */
    const options = { headers, cache: "no-store", signal: AbortSignal.timeout(LONGEST_ANSWER) };
    const status = await fetch(`${baseUrl}api/kernels/${this.kernel.id}`, options).then(
      (answer) => answer.status,
      () => 0,
    );
    this.asking = false;
    this.unreachable = status === 0;
    if (status === 404) this.lost = true;
    this.look();
  }
}
