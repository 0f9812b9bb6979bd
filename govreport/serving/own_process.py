"""A server begun as a process of our own: its port is ours before anybody hears of the token, and it ends with us."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import psutil

from govreport.errors import BadRequest, GovreportError
from govreport.starting import python

HOST = "127.0.0.1"
_LONGEST_START = 120.0
_LONGEST_END = 12.0
_TRIES = 3
_TOKEN = "JUPYTER_TOKEN"  # noqa: S105
_GROUP = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)


class ServerFailed(GovreportError):
    """The server did not come up, or went down; the text says what it last said."""


@dataclass(frozen=True)
class Server:
    """A server that listens on `port`; `log` is what it and its kernels say."""

    process: subprocess.Popen[bytes]
    port: int
    log: IO[bytes]
    token: str

    @property
    def last_words(self) -> str:
        """The last line it said, without the token."""
        self.log.seek(0)
        lines = self.log.read().decode("utf-8", "replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return said.replace(self.token, "…")

    def listens(self) -> bool:
        """Whether it is this process, or one that it began, that listens on the port."""
        with suppress(psutil.Error):
            first = psutil.Process(self.process.pid)
            # on Windows the Python of a virtual environment begins another that does the work
            held = (end for each in (first, *first.children(recursive=True)) for end in each.net_connections("tcp"))
            return any(end.status == psutil.CONN_LISTEN and end.laddr == (HOST, self.port) for end in held)
        return False

    def end(self) -> None:
        """Let it end in order, kernels first, as it does when nobody holds its input; else end all of it."""
        family = _family(self.process.pid)
        if self.process.stdin:
            self.process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(_LONGEST_END)
        for each in family:
            with suppress(psutil.Error):
                each.kill()
        self.process.wait()

    def check_ended_well(self) -> None:
        """Refuse to take a breakdown for an end.

        Raises:
            ServerFailed: it broke down.
        """
        if self.process.returncode:
            raise ServerFailed(f"服务意外停止，填写的内容已存为草稿，请重新运行本命令：{self.last_words}")


@contextmanager
def begin(
    words: Sequence[str], port_option: str, port: int, environment: Mapping[str, str], folder: Path
) -> Iterator[Server]:
    """A server of ours that listens on `port`, by 0 a free one, and is ended afterwards.

    Raises:
        BadRequest: somebody else has the port.
        ServerFailed: it does not come up.
    """
    if port and not _is_free(port):
        raise BadRequest(f"端口 {port} 已被其他程序占用，请用 --port 另指一个，或不写 --port 由系统选择")
    with TemporaryFile() as log:
        for last in (*[False] * (0 if port else _TRIES - 1), True):
            server = _begin(words, port_option, port or _free_port(), environment, folder, log)
            try:
                if _comes_up(server):
                    yield server
                    return
            finally:
                server.end()
            # a port that was free may be somebody else's by now
            if last or _is_free(server.port):
                said = f"服务没有启动，请检查端口 {server.port} 是否被占用，或用 --port 另指一个：{server.last_words}"
                raise ServerFailed(said)


def _begin(
    words: Sequence[str], port_option: str, port: int, environment: Mapping[str, str], folder: Path, log: IO[bytes]
) -> Server:
    # in a group of its own: it hears of Ctrl+C and of a closed window from us alone
    process = subprocess.Popen(
        python("-m", "govreport.serving.server", *words, f"{port_option}={port}"),
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        creationflags=_GROUP,
    )
    return Server(process, port, log, environment[_TOKEN])


def _comes_up(server: Server) -> bool:
    """Whether it listens before it ends or too long has passed."""
    started = time.monotonic()
    while server.process.poll() is None and time.monotonic() - started < _LONGEST_START:
        if server.listens():
            return True
        time.sleep(0.1)
    return False


def _family(pid: int) -> list[psutil.Process]:
    """A process and all that it began."""
    with suppress(psutil.Error):
        first = psutil.Process(pid)
        return [*first.children(recursive=True), first]
    return []


def _is_free(port: int) -> bool:
    with socket.socket() as trial:
        if os.name == "posix":
            # as servers do, so that connections of one that ended just now are no hindrance
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port: int = free.getsockname()[1]
    return port
