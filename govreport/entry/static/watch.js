/** Whether the program can be reached: what JupyterLab, Notebook and Voilà tell of kernel and socket, and what the server says. */

const LOOKS = 500;
const ASKS = 1500;
const LONGEST_ANSWER = 8000;
const GONE = new Set(["restarting", "autorestarting", "dead", "terminating"]);

class Watch {
  /** `manager` knows the kernel; `looked` hears after every look. */
  constructor(manager, looked) {
    this.manager = manager;
    this.looked = looked;
    this.lost = this.away = this.unreachable = false;
    this.changed = (_, status) => this.hear(status);
  }

  begin() {
    this.timers = [setInterval(() => this.look(), LOOKS), setInterval(() => this.ask(), ASKS)];
    this.look();
  }

  end() {
    this.timers?.forEach(clearInterval);
    this.kernel?.statusChanged.disconnect(this.changed);
  }

  /** Whether the program says that it has nothing to do. */
  get idle() {
    return !this.lost && !this.away && this.kernel?.status === "idle";
  }

  hear(status) {
    if (GONE.has(status)) this.lost = true;
    this.look();
  }

  look() {
    const kernel = this.manager.kernel ?? null;
    if (kernel !== (this.kernel ?? null)) this.follow(kernel);
    if (!kernel || kernel.isDisposed || GONE.has(kernel.status)) this.lost = true;
    this.away = !this.lost && (this.unreachable || kernel.connectionStatus !== "connected");
    this.looked();
  }

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
    const headers = token ? { Authorization: `token ${token}` } : {};
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
