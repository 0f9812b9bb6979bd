/**
 * The one extension of `govreport lab`: when JupyterLab has opened entry.ipynb, run it and leave the form alone in view;
 * where its program ended, begin it anew when the form asks for that.
 *
 * JupyterLab takes an extension as a module-federation container: `init` is told of shared modules, of which this
 * one needs none, and `get` gives the plugin.
 */
(() => {
  const NOTEBOOK = "entry.ipynb";
  const AGAIN = "govreport-again";
  const ALONE = `
    .govreport-alone .jp-Cell-inputWrapper, .govreport-alone .jp-MarkdownCell, .govreport-alone .jp-OutputPrompt,
    .govreport-alone .jp-Collapser, .govreport-alone .jp-OutputArea-promptOverlay { display: none !important; }
    .govreport-alone .jp-Cell { padding: 0 !important; border: 0 !important; }
    .govreport-alone .jp-OutputArea-output { padding: 0 !important; }`;

  /** Until `look` finds something. */
  async function until(look) {
    for (;;) {
      const found = look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async function openForm(app) {
    const panel = await until(() => {
      const widget = app.shell.currentWidget;
      return widget?.context?.path.split("/").pop() === NOTEBOOK ? widget : undefined;
    });
    await panel.context.ready;
    await panel.sessionContext.ready;
    await app.commands.execute("notebook:run-all-cells");
    panel.node.append(Object.assign(document.createElement("style"), { textContent: ALONE }));
    panel.node.classList.add("govreport-alone");
    panel.toolbar.hide();
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

  const plugin = {
    id: "govreport:entry",
    description: "Opens the entry form alone in view.",
    autoStart: true,
    activate: (app) => void app.restored.then(() => openForm(app)),
  };
  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB.govreport = { init: () => undefined, get: async () => () => ({ __esModule: true, default: plugin }) };
})();
