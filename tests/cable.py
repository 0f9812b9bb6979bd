"""A cable between browser and server that a test can cut, mend, or let swallow what goes through it."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress

_BLOCK = 65536


class Cable:
    """Listens on a port of its own, `port`, and passes everything on to the server's."""

    def __init__(self, to: int) -> None:
        self._to = to
        self._whole = True
        self._swallows = False
        self._ends: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and take no new one."""
        self._whole = False
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends = []

    def swallow(self) -> None:
        """Let every connection stand, and nothing come through it."""
        self._swallows = True

    def mend(self) -> None:
        """Pass everything on again."""
        self._whole, self._swallows = True, False

    def close(self) -> None:
        """Take no connection any more, and break those that there are."""
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.cut()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            if not self._whole:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self._to))
            self._ends += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while block := one.recv(_BLOCK):
                if not self._swallows:
                    other.sendall(block)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
        one.close()
