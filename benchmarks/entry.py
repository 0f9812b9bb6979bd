"""The entry form: from a key press to the finding shown, beside an empty echo widget, in one run in JupyterLab.

    pip install playwright   # and Chromium; its path in the variable CHROMIUM if it is not on the PATH
    python benchmarks/entry.py

The echo widget is one input whose text goes to Python and comes back into a paragraph: the least that any
live check could take. Both are measured inside the page, from the keydown event to the frame after the text
changed, in turns.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from machine import machine
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
TURNS = 4
KEYS = 50
PAUSE = 100
"""Milliseconds between a shown text and the next key: quick typing."""
TOKEN = "measure"

ECHO = '''
import anywidget, traitlets

class Echo(anywidget.AnyWidget):
    _esm = """
    export default { render({ model, el }) {
      const input = document.createElement("input"); input.id = "echo";
      const said = document.createElement("p"); said.id = "said";
      input.addEventListener("input", () => { model.set("value", input.value); model.save_changes(); });
      model.on("change:said", () => { said.textContent = model.get("said"); });
      el.append(input, said);
    } };
    """
    value = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)

echo = Echo()
echo.observe(lambda change: setattr(echo, "said", "said " + change["new"]), "value")
echo
'''

MEASURE = """([target, selector]) => {
  const input = document.querySelector(target);
  window.samples = [];
  let pressed;
  input.addEventListener("keydown", () => { pressed = performance.now(); }, { capture: true });
  new MutationObserver(() => {
    if (pressed === undefined) return;
    const from = pressed;
    pressed = undefined;
    requestAnimationFrame(() => window.samples.push(performance.now() - from));
  }).observe(document.querySelector(selector), { childList: true, subtree: true, characterData: true });
  input.focus();
}"""


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copytree(ROOT / "params", project / "params")
        shutil.copytree(ROOT / "notebooks", project / "notebooks")
        _write_notebook(project / "notebooks" / "echo.ipynb", ECHO)
        _write_notebook(
            project / "notebooks" / "form.ipynb", "from govreport import EntryForm\nEntryForm('jiangsu/suqian', 2024)"
        )
        port = _free_port()
        server = _start(project, port)
        try:
            samples = _measure(f"http://127.0.0.1:{port}/lab/tree/notebooks/{{}}.ipynb?token={TOKEN}&reset")
        finally:
            server.terminate()
            server.wait()
    print(machine())
    print(f"\n{TURNS} turns of {KEYS} keys each\n")
    print("| from key press to text shown | median, ms | 95th percentile, ms | beside the echo |\n|---|---|---|---|")
    least = median(samples["echo"])
    for name, shown in (("echo", "an empty echo widget"), ("form", "the entry form, its finding")):
        middle, high = median(samples[name]), quantiles(samples[name], n=20)[-1]
        print(f"| {shown} | {middle:.0f} | {high:.0f} | {middle / least:.2f} |")


def _write_notebook(path: Path, source: str) -> None:
    cell = {"cell_type": "code", "execution_count": None, "id": "0", "metadata": {}, "outputs": [], "source": source}
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _start(project: Path, port: int) -> subprocess.Popen[bytes]:
    words = [
        *("--no-browser", "--allow-root", "--expose-app-in-browser", "--ServerApp.ip=127.0.0.1"),
        *(f"--ServerApp.port={port}", f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={project}"),
    ]
    home = {name: str(project / "home") for name in ("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")}
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *words],
        env={**os.environ, **home},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token={TOKEN}", timeout=5).read()
        except OSError:
            time.sleep(0.2)
        else:
            return server


def _measure(address: str) -> dict[str, list[float]]:
    """The times of both in ms, taken in turns."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    samples: dict[str, list[float]] = {"echo": [], "form": []}
    cell = '[data-cell="requests.granted.natural_person"]'
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(TURNS):
            samples["echo"] += _press(browser.new_page(), address.format("echo"), "#echo", "#said")
            samples["form"] += _press(browser.new_page(), address.format("form"), cell, ".findings")
        browser.close()
    return samples


def _press(page: Page, address: str, target: str, shown: str) -> list[float]:
    page.goto(address)
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for(timeout=60_000)
    page.evaluate("() => window.jupyterapp.commands.execute('runmenu:run-all')")
    page.locator(target).wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    page.evaluate(MEASURE, [target, shown])
    for number in range(KEYS):
        page.wait_for_timeout(PAUSE)
        page.keyboard.press("Backspace" if number % 2 else str(number // 2 % 9 + 1))
        page.wait_for_function("count => window.samples.length >= count", arg=number + 1, timeout=10_000)
    taken: list[float] = page.evaluate("() => window.samples")
    page.close()
    return taken


if __name__ == "__main__":
    main()
