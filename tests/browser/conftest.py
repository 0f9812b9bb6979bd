"""Debian's Chromium, real JupyterLab and Voilà on a project; nothing may leave the machine."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from material import ROOT, SAMPLES
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import Served, home_of, serve

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
_HERE = re.compile(r"(file|data|blob|about):|(https?|wss?)://127\.0\.0\.1[:/]")

expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    if not CHROMIUM:
        pytest.fail("these tests drive Chromium: install it, or name it in the variable CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page at an office screen's size; a request that leaves the machine, or an error in it, fails the test."""
    yield from _watched(browser)


@pytest.fixture(scope="module")
def lasting_page(browser: Browser) -> Iterator[Page]:
    """As `page`, for all tests of a module."""
    yield from _watched(browser)


def _watched(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 1366, "height": 768},
        locale="zh-CN",
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    wrong: list[str] = []
    page.on("request", lambda request: None if _HERE.match(request.url) else wrong.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert wrong == []


@pytest.fixture(scope="module", params=["lab", "app"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The samples, served by JupyterLab and then by Voilà."""
    yield from serve(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def in_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The samples, served by JupyterLab."""
    yield from serve("lab", tmp_path_factory.mktemp("lab"))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """A person's own JupyterLab on a project with the samples; gives the address of a file of it."""
    tmp_path = tmp_path_factory.mktemp("own")
    folder = tmp_path / "年报 项目"
    shutil.copytree(SAMPLES, folder / "params")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    home = tmp_path / "home"
    settings = home / "settings"
    for name, value in {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},
    }.items():
        path = settings / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(value), encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    environment = {
        **home_of(home),
        "JUPYTERLAB_SETTINGS_DIR": str(settings),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--expose-app-in-browser"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}"),
        "--LabApp.extension_manager=readonly",
    ]
    log = home / "lab.log"
    with log.open("wb") as stream:
        server = subprocess.Popen(command, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/status?token={token}", server, log)
        yield lambda path: f"http://127.0.0.1:{port}/lab/tree/{path}?token={token}&reset"
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            pytest.fail(log.read_text(encoding="utf-8", errors="replace"))
        try:
            urllib.request.urlopen(address, timeout=5).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("JupyterLab did not answer within a minute")
