"""`govreport lab` and `govreport app` are for one person on this machine, and leave nothing behind."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import url2pathname

import psutil
import pytest
from material import ROOT, SAMPLES
from serving import PATIENCE, Served, family, home_of, is_alive, serving, wait_for

from govreport.rendering.own_projects import keep_own

VERBS = ("lab", "app")
PICTURE = b"\x89PNG\r\n\x1a\n a picture"


# how they end


def hang_up(served: Served) -> None:
    served.process.send_signal(signal.SIGHUP)


def kill(served: Served) -> None:
    served.process.kill()


def interrupt(served: Served) -> None:
    served.process.send_signal(signal.SIGINT)


def terminate(served: Served) -> None:
    served.process.terminate()


def program(served: Served) -> bool:
    return any("ipykernel_launcher" in " ".join(each.cmdline()) for each in family(served.process)[1:])


@pytest.mark.parametrize(
    ("verb", "end"),
    [("lab", interrupt), ("lab", hang_up), ("lab", kill), ("app", terminate), ("app", kill)],
    ids=lambda given: given if isinstance(given, str) else given.__name__,
)
def test_however_it_is_ended_its_server_and_programs_end_too(
    verb: str, end: Callable[[Served], None], project: Path, tmp_path: Path
):
    with serving(verb, project, tmp_path) as served:
        served.run_form()
        wait_for(lambda: program(served), "a kernel")
        all_of_it = family(served.process)

        end(served)

        wait_for(lambda: not any(map(is_alive, all_of_it)), "the end of every process")


def test_it_ends_with_whoever_began_it(project: Path, tmp_path: Path):
    with serving("lab", project, tmp_path, before=("sh", "-c", '"$@"; true', "sh")) as served:
        served.run_form()
        all_of_it = family(served.process)
        assert len(all_of_it) >= 4

        served.process.kill()

        wait_for(lambda: not any(map(is_alive, all_of_it)), "the end of every process")


def test_it_ends_with_its_window(project: Path, tmp_path: Path):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "govreport", "app", "--no-browser"]
    # a session of its own, whose terminal is the window
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])",
            *command,
        ],
        cwd=project,
        env=home_of(tmp_path),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        said = b""
        while b"Ctrl+C" not in said:
            said += os.read(ours, 4096)
        all_of_it = family(process)
        assert len(all_of_it) >= 2

        os.close(ours)

        wait_for(lambda: not any(map(is_alive, all_of_it)), "the end of every process")


def test_what_is_begun_to_stay_does_not_end_with_the_shell(project: Path, tmp_path: Path):
    with serving("lab", project, tmp_path, before=("nohup", "sh", "-c", '"$@"; true', "sh")) as served:
        command = next(
            each
            for each in family(served.process)
            if "lab" in each.cmdline() and "govreport" in each.cmdline() and each.pid != served.process.pid
        )

        served.process.kill()
        served.process.wait()

        with pytest.raises(psutil.TimeoutExpired):
            command.wait(1)
        assert served.ask("/api/status", token=True)[0] == 200
        all_of_it = [command, *command.children(recursive=True)]
        command.terminate()
        wait_for(lambda: not any(map(is_alive, all_of_it)), "the end of every process")


def test_nothing_of_it_lies_about_afterwards(project: Path, tmp_path: Path):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving("lab", project, tmp_path, environment={"TMPDIR": str(temporary)}) as served:
        assert [path.name.startswith("govreport-") for path in temporary.iterdir()] == [True]
        kill(served)
        wait_for(lambda: not list(temporary.iterdir()), "an empty folder")


# whose port it is


@pytest.fixture(autouse=True)
def _as_from_a_terminal() -> Iterator[None]:
    """What a test begins hears every signal, though the tests may run in the background, where some are ignored."""
    were = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGHUP)}
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    for number, handler in were.items():
        signal.signal(number, handler)


@pytest.fixture
def other() -> Iterator[tuple[socket.socket, list[bytes]]]:
    """Somebody else who listens for what is sent, on a port of its own."""
    listener, heard = socket.socket(), list[bytes]()
    listener.bind(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            heard.append(connection.recv(4096))

    listener.listen()
    threading.Thread(target=listen, daemon=True).start()
    yield listener, heard
    listener.close()


def refused(
    verb: str,
    port: int,
    project: Path,
    tmp_path: Path,
    meanwhile: Callable[[subprocess.Popen[str]], Any] = lambda process: None,
) -> str:
    """What is said where the port is somebody else's."""
    command = [sys.executable, "-m", "govreport", verb, "--no-browser", "--port", str(port)]
    piped = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=project, env=home_of(tmp_path), stdout=piped, stderr=piped, text=True
    ) as process:
        try:
            meanwhile(process)
            out, err = process.communicate(timeout=PATIENCE)
        finally:
            process.kill()
    assert process.returncode == 2
    assert out == ""
    [line] = err.splitlines()
    return line


@pytest.mark.parametrize("verb", VERBS)
def test_who_has_the_port_gets_no_token(verb: str, project: Path, tmp_path: Path, other):
    listener, heard = other
    port = listener.getsockname()[1]

    line = refused(verb, port, project, tmp_path)

    assert line == f"端口 {port} 已被其他程序占用，请用 --port 另指一个，或不写 --port 由系统选择"
    assert heard == []


@pytest.mark.parametrize("verb", VERBS)
def test_who_takes_the_port_while_the_server_begins_gets_no_token(verb: str, project: Path, tmp_path: Path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)

    def take(process: subprocess.Popen[str]) -> None:
        server = wait_for(
            lambda: [each for each in family(process)[1:] if "govreport.serving.server" in each.cmdline()], "the server"
        )[0]
        server.suspend()
        taken.bind(("127.0.0.1", port))
        taken.listen()
        server.resume()

    line = refused(verb, port, project, tmp_path, take)

    assert line.startswith(f"服务没有启动，请检查端口 {port} 是否被占用")
    taken.setblocking(False)
    with pytest.raises(BlockingIOError):
        taken.accept()
    taken.close()


@pytest.mark.parametrize("verb", VERBS)
def test_the_token_stands_in_no_command_line(verb: str, project: Path, tmp_path: Path):
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(
        f'#!/bin/sh\nprintf "%s" "$1" > "{seen}.part"; mv "{seen}.part" "{seen}"; exec sleep 60\n', encoding="utf-8"
    )
    browser.chmod(0o755)
    with serving(verb, project, tmp_path, (), environment={"BROWSER": f"{browser} %s &"}) as served:
        shown = wait_for(lambda: seen.is_file() and seen.read_text(encoding="utf-8"), "the browser")
        words = [" ".join(each.info["cmdline"] or ()) for each in psutil.process_iter(["cmdline"])]

        assert shown.startswith("file:///")
        assert served.token not in shown
        assert not [line for line in words if served.token in line]
        path = Path(url2pathname(shown.removeprefix("file://")))
        assert served.address in path.read_text(encoding="utf-8")
        assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        for each in family(served.process):
            if "sleep" in each.cmdline():
                each.kill()
    assert not path.exists()


# who is let in


@pytest.fixture(scope="module", params=VERBS)
def own(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A project of one's own, with a picture beside its notebook, served."""
    place = tmp_path_factory.mktemp("own")
    folder = place / "年报"
    shutil.copytree(SAMPLES, folder / "params")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    keep_own(folder)
    (folder / "notebooks" / "picture.png").write_bytes(PICTURE)
    with serving(request.param, folder, place) as served:
        yield served


ADDRESSES = [
    "/", "/lab", "/lab/tree/notebooks/entry.ipynb", "/tree", "/api/status", "/api/contents", "/api/contents/notebooks/entry.ipynb",
    "/api/kernels", "/api/kernelspecs", "/api/sessions", "/api/terminals", "/terminals/websocket/1", "/lab/api/settings", "/metrics",
    "/files/notebooks/picture.png", "/view/notebooks/picture.png", "/nbconvert/html/notebooks/entry.ipynb",
    "/voila/files/picture.png", "/voila/files/notebooks/picture.png", "/voila/static/voila.js", "/voila/render/notebooks/entry.ipynb",
    "/voila/tree", "/voila/api/contents",
]  # fmt: skip


@pytest.mark.parametrize("path", ADDRESSES)
def test_without_the_token_there_is_nothing_to_see(path: str, own: Served):
    status, elsewhere, content = own.ask(path)

    assert status == 403 or (status == 302 and elsewhere.startswith(("/login", "/lab?"))), status
    assert PICTURE not in content
    assert own.token.encode() not in content


@pytest.mark.parametrize("path", [*ADDRESSES, "/login", "/api", "/static/favicon.ico"])
@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:80"])
def test_a_name_that_is_not_this_machines_is_refused(host: str, path: str, own: Served):
    assert own.ask(path, token=True, Host=host)[0] == 403


@pytest.mark.parametrize("host", ["evil.example", ""])
def test_a_websocket_by_another_name_or_without_the_token_is_refused(host: str, own: Served):
    wanted = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    path = "/api/kernels/00000000-0000-0000-0000-000000000000/channels"

    assert own.ask(path, token=bool(host), **wanted, **({"Host": host} if host else {}))[0] == 403


def test_with_the_token_the_form_and_ones_own_picture_are_there(own: Served):
    lab = "/lab/" in own.address

    assert own.ask(own.address.removeprefix(own.origin), token=True)[0] == 200
    assert own.ask("/files/notebooks/picture.png" if lab else "/voila/files/picture.png", token=True)[2] == PICTURE


@pytest.mark.parametrize("path", ["/api/terminals", "/terminals/websocket/1", "/voila/files/notebooks/picture.png"])
def test_what_the_form_does_not_need_is_not_there(path: str, own: Served):
    status, _, content = own.ask(path, token=True)

    assert status in ({404} if "/lab/" in own.address else {302, 403, 404})
    assert content != PICTURE


def test_localhost_is_this_machine_too(own: Served):
    assert own.ask("/login", Host=f"localhost:{re.search(r':([0-9]+)', own.origin.removeprefix('http:'))[1]}")[0] == 200
