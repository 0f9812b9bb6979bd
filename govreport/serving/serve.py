"""The form served on this machine alone: in JupyterLab, or as a page of its own through Voilà."""

from __future__ import annotations

import os
import secrets
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from govreport.errors import BadRequest
from govreport.rendering.project import entry_notebook
from govreport.starting import SAFE
from govreport.store import VARIABLE, find_params

from .ending import leaving, until_over
from .own_process import HOST, begin

_WORKSPACE = "govreport"
_CHECKED_EACH_SECOND = "--KernelRestarter.time_to_dead=1.0"
"""How long a program may be gone before the form is told, in seconds; Jupyter's own three are too long for a typist."""

_REDIRECT = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={address}"><title>录入表单</title></head>
<body><a href="{address}">打开录入表单</a></body></html>
"""


def serve_lab(
    params: str | Path | None = None,
    *,
    notebook: str | Path | None = None,
    port: int = 0,
    browser: bool = True,
    tell: Callable[[str], None] = print,
) -> None:
    """Open JupyterLab on the form, in Chinese, and wait until it is ended.

    `notebook` is opened in place of the project's, or the packaged one; `port` is a free one where it is 0; `tell`
    hears the address. Settings of a person's own JupyterLab stay as they are.

    Raises:
        NotFound: there is no params folder, or no such notebook.
        ServerFailed: JupyterLab did not start, or broke down.
    """
    with _private() as private:
        folder = find_params(params).resolve()
        opened = entry_notebook(folder, notebook, private, tell)
        words = [
            "--no-browser",
            f"--ServerApp.ip={HOST}",
            f"--ServerApp.root_dir={opened.root}",
            "--ServerApp.port_retries=0",
            "--ServerApp.terminals_enabled=False",
            "--ServerApp.allow_unauthenticated_access=False",
            "--ServerApp.allow_remote_access=False",
            "--LabApp.extension_manager=readonly",
            _CHECKED_EACH_SECOND,
            *_as_root(),
        ]
        where = f"/lab/workspaces/{_WORKSPACE}/tree/{opened.inside}"
        _serve(["lab", str(private), *words], "--ServerApp.port", port, where, folder, private, browser, tell)


def serve_app(
    params: str | Path | None = None,
    *,
    notebook: str | Path | None = None,
    port: int = 0,
    browser: bool = True,
    tell: Callable[[str], None] = print,
) -> None:
    """Show the form as a page of its own, for one person on this machine, and wait until it is ended.

    Raises:
        BadRequest: Voilà is not installed.
        NotFound: there is no params folder, or no such notebook.
        ServerFailed: Voilà did not start, or broke down.
    """
    if find_spec("voila") is None:
        raise BadRequest("这个命令需要 Voilà：请先安装扩展 pip install govreport[app]，或改用 govreport lab")
    with _private() as private:
        folder = find_params(params).resolve()
        words = [
            str(entry_notebook(folder, notebook, private, tell).path),
            "--no-browser",
            "--template=govreport",
            f"--Voila.ip={HOST}",
            "--Voila.port_retries=0",
            "--Voila.auto_token=True",
            f"--VoilaConfiguration.extension_denylist=['{_WORKSPACE}']",
            _CHECKED_EACH_SECOND,
        ]
        _serve(["app", str(private), *words], "--Voila.port", port, "/", folder, private, browser, tell)


def _serve(
    words: list[str],
    port_option: str,
    port: int,
    path: str,
    params: Path,
    private: Path,
    browser: bool,
    tell: Callable[[str], None],
) -> None:
    token = secrets.token_hex(16)
    try:
        with begin(words, port_option, port, _environment(params, token), private) as server:
            address = f"http://{HOST}:{server.port}{path}?token={token}"
            tell(f"录入表单已打开：{address}")
            tell("只有本机可以访问。用完后在这里按 Ctrl+C 结束；填写的内容随时保存为草稿。")
            if browser:
                webbrowser.open(_redirect(private, address).as_uri())
            if not until_over(server.process):
                server.check_ended_well()
    except KeyboardInterrupt:
        pass
    # whoever would read it may be gone, too
    with suppress(OSError):
        tell("已结束。")


@contextmanager
def _private() -> Iterator[Path]:
    """A folder that only this person can look into, for as long as the form is served."""
    with leaving(), TemporaryDirectory(prefix="govreport-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


def _redirect(private: Path, address: str) -> Path:
    """A file that leads to the address: a browser's command line can be read by everybody on the machine."""
    path = private / "打开录入表单.html"
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(_REDIRECT.format(address=address), encoding="utf-8")
    return path


def _environment(params: Path, token: str) -> dict[str, str]:
    """The server's environment: where the data lies, our settings and templates before those that are installed."""
    share = str(files("govreport") / "entry" / "share")

    def before(name: str) -> str:
        return os.pathsep.join(part for part in (share, os.environ.get(name, "")) if part)

    ours = {
        VARIABLE: str(params),
        "JUPYTER_TOKEN": token,
        "JUPYTER_PATH": before("JUPYTER_PATH"),
        "JUPYTER_CONFIG_PATH": before("JUPYTER_CONFIG_PATH"),
    }
    return {**os.environ, **SAFE, **ours}


def _as_root() -> list[str]:
    """JupyterLab starts for root, as in a container, only when it is told to."""
    return ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
