/**
 * The one extension of `govreport lab`: when JupyterLab has opened entry.ipynb, run it and leave the form alone in view;
 * where its program ended, begin it anew when the form asks for that.
 *
 * JupyterLab takes an extension as a module-federation container: `init` is told of shared modules, of which this
 * one needs none, and `get` gives the plugin.
 */
(() => {
  const NOTEBOOK = "entry.ipynb";
  const LONG = 3000;
  const AGAIN = "govreport-again";
  const PLACE = "govreport place";
  const ALONE = `
    .govreport-alone .jp-Cell-inputWrapper, .govreport-alone .jp-MarkdownCell, .govreport-alone .jp-OutputPrompt,
    .govreport-alone .jp-Collapser, .govreport-alone .jp-OutputArea-promptOverlay { display: none !important; }
    .govreport-alone .jp-Cell { padding: 0 !important; border: 0 !important; }
    .govreport-alone .jp-OutputArea-output { padding: 0 !important; }`;

  /** While it starts JupyterLab takes what stands behind # off the address: the form finds it in the tab's own store. */
  function rememberPlace() {
    const said = new URLSearchParams(window.location.hash.slice(1));
    const place = { agency: said.get("unit"), year: Number(said.get("year")), cell: said.get("cell") ?? "" };
    if (place.agency) sessionStorage.setItem(PLACE, JSON.stringify(place));
  }

  /** Until `look` finds something. */
  async function until(look) {
    for (;;) {
      const found = look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function openForm(app) {
    const shown = () => [app.shell.currentWidget].find((one) => one?.context?.path.split("/").pop() === NOTEBOOK);
    // a second tab gets a workspace of its own from JupyterLab, with nothing open in it
    const wait = setTimeout(() => void app.commands.execute("docmanager:open", { path: `notebooks/${NOTEBOOK}` }), LONG);
    const panel = await until(shown);
    clearTimeout(wait);
    await panel.context.ready;
    await panel.sessionContext.ready;
    await app.commands.execute("notebook:run-all-cells");
    panel.node.append(Object.assign(document.createElement("style"), { textContent: ALONE }));
    panel.node.classList.add("govreport-alone");
    panel.toolbar.hide();
    panel.context.model.stateChanged.connect(leaveClean);
    leaveClean(panel.context.model);
    panel.sessionContext.statusChanged.connect((_, status) => status === "autorestarting" && void takeBoxAway());
    app.serviceManager.connectionFailure.connect(() => void takeBoxAway());
    document.addEventListener(AGAIN, (event) => {
      event.preventDefault();
      void beginAgain(app, panel);
    });
    app.shell.collapseLeft();
    app.shell.collapseRight();
    app.shell.fit();
  }

  /** JupyterLab's box on a program or a server that ended says, over the form, less than the form itself does. */
  async function takeBoxAway() {
    const button = await until(() => [...document.querySelectorAll(".jp-Dialog-footer button")].at(-1));
    button.click();
  }

  /** That the form ran is no change of the notebook: nothing to ask about when the page is left, nothing to write. */
  function leaveClean(model) {
    model.dirty = false;
  }

  async function beginAgain(app, panel) {
    const { sessionContext } = panel;
    const { kernels } = app.serviceManager;
    await kernels.refreshRunning();
    const alive = [...kernels.running()].some(({ id }) => id === sessionContext.session?.kernel?.id);
    if (!alive) {
      await sessionContext.shutdown();
      await sessionContext.startKernel();
    }
    await sessionContext.ready;
    await app.commands.execute("notebook:run-all-cells");
  }

  rememberPlace();
  const plugin = {
    id: "govreport:entry",
    description: "Opens the entry form alone in view.",
    autoStart: true,
    activate: (app) => void app.restored.then(() => openForm(app)),
  };
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB.govreport = { init: () => undefined, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
