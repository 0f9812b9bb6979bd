"""The form served on this machine alone: in JupyterLab, or as a page of its own through Voilà."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from govreport.errors import BadRequest, GovreportError
from govreport.render.project import packaged
from govreport.store import find_params, write_atomic
from govreport.store.places import VARIABLE

NOTEBOOK = "entry.ipynb"
_HOST = "127.0.0.1"
_LONGEST_START = 120
_WORKSPACE = "govreport"


class ServerFailed(GovreportError):
    """The server did not come up, or went down; the text says what it last said."""


def serve_lab(
    params: str | Path | None = None, *, port: int = 0, browser: bool = True, tell: Callable[[str], None] = print
) -> None:
    """Open JupyterLab on the form, in Chinese, and wait until it is ended.

    `port` is a free one where it is 0; `tell` hears the address. Settings of a person's own JupyterLab stay as
    they are.

    Raises:
        NotFound: there is no params folder.
        ServerFailed: JupyterLab did not start.
    """
    folder = find_params(params).resolve()
    notebook = _notebook(folder)
    root = notebook.parent.parent
    where = notebook.relative_to(root).as_posix()
    words = [
        "jupyterlab",
        "--no-browser",
        f"--ServerApp.ip={_HOST}",
        f"--ServerApp.root_dir={root}",
        "--ServerApp.port_retries=0",
        "--LabApp.extension_manager=readonly",
        *_as_root(),
    ]
    _serve(words, "--ServerApp.port", port, f"/lab/workspaces/{_WORKSPACE}/tree/{where}", folder, browser, tell)


def serve_app(
    params: str | Path | None = None, *, port: int = 0, browser: bool = True, tell: Callable[[str], None] = print
) -> None:
    """Show the form as a page of its own, for one person on this machine, and wait until it is ended.

    Raises:
        BadRequest: Voilà is not installed.
        NotFound: there is no params folder.
        ServerFailed: Voilà did not start.
    """
    if find_spec("voila") is None:
        raise BadRequest("这个命令需要 Voilà：请先安装扩展 pip install govreport[app]，或改用 govreport lab")
    folder = find_params(params).resolve()
    words = [
        "voila",
        str(_notebook(folder)),
        "--no-browser",
        "--template=govreport",
        f"--Voila.ip={_HOST}",
        "--Voila.auto_token=True",
        f"--VoilaConfiguration.extension_denylist=['{_WORKSPACE}']",
    ]
    _serve(words, "--Voila.port", port, "/", folder, browser, tell)


def _notebook(params: Path) -> Path:
    """The project's entry notebook, put there from the package where it is missing."""
    path = params.parent / "notebooks" / NOTEBOOK
    if not path.is_file():
        write_atomic(path, (packaged("notebooks") / NOTEBOOK).read_bytes())
    return path


def _serve(
    words: list[str], port_option: str, port: int, path: str, params: Path, browser: bool, tell: Callable[[str], None]
) -> None:
    token = secrets.token_hex(16)
    port = port or _free_port()
    address = f"http://{_HOST}:{port}{path}?token={token}"
    command = [sys.executable, "-m", "govreport.light", *words, f"{port_option}={port}"]
    with TemporaryFile() as log:
        process = subprocess.Popen(
            command, env=_environment(params, token), cwd=params.parent, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            if not _answers(port, process):
                raise ServerFailed(
                    f"服务没有启动，请检查端口 {port} 是否被占用，或用 --port 另指一个：{_last_line(log)}"
                )
            tell(f"录入表单已打开：{address}")
            tell("只有本机可以访问。用完后在这里按 Ctrl+C 结束；填写的内容随时保存为草稿。")
            if browser:
                webbrowser.open(address)
            process.wait()
        except KeyboardInterrupt:
            tell("已结束。")
        finally:
            process.terminate()
            process.wait()


def _environment(params: Path, token: str) -> dict[str, str]:
    """The server's environment: where the data lies, our settings and templates before those that are installed."""
    share = str(files("govreport.entry") / "share")

    def before(name: str) -> str:
        return os.pathsep.join(part for part in (share, os.environ.get(name, "")) if part)

    ours = {
        VARIABLE: str(params),
        "JUPYTER_TOKEN": token,
        "JUPYTER_PATH": before("JUPYTER_PATH"),
        "JUPYTER_CONFIG_PATH": before("JUPYTER_CONFIG_PATH"),
    }
    return {**os.environ, **ours}


def _as_root() -> list[str]:
    """JupyterLab starts for root, as in a container, only when it is told to."""
    return ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((_HOST, 0))
        port: int = free.getsockname()[1]
    return port


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether the server takes connections before it ends or too long has passed."""
    started = time.monotonic()
    while process.poll() is None and time.monotonic() - started < _LONGEST_START:
        with socket.socket() as attempt:
            attempt.settimeout(1)
            if attempt.connect_ex((_HOST, port)) == 0:
                return process.poll() is None
        time.sleep(0.1)
    return False


def _last_line(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
