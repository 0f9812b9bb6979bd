"""What a PDF may hold: counted, never timed, so that a file is read or refused alike on every machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

MOST = {
    "pages": (100, "超过100页"),
    "unpacked": (80_000_000, "解压后超过80MB"),
    "content": (20_000_000, "各页内容超过20MB"),
    "steps": (5_000_000, "内容超过500万项"),
    "characters": (200_000, "文字超过20万个"),
    "characters on a page": (20_000, "一页上的文字超过2万个"),
    "drawn": (100_000, "线条和图形超过10万个"),
    "drawn on a page": (40_000, "一页上的线条和图形超过4万个"),
}
"""The longest report that is known takes a third of the steps, and less than a tenth of all else."""
_QUICK = 5
"""Comparisons to a step."""
_left: ContextVar[dict[str, int] | None] = ContextVar("left", default=None)


class Vast(Exception):
    """There is more in the file than in any report; the text says of what."""


@contextmanager
def within_limits() -> Iterator[None]:
    """Count what is read of one file; `take` raises `Vast` when it is too much."""
    token = _left.set({what: most for what, (most, _) in MOST.items()})
    try:
        yield
    finally:
        _left.reset(token)


def limited() -> bool:
    """Whether what is read is counted."""
    return _left.get() is not None


def take(what: str, count: int = 1) -> None:
    """Count something; outside `within_limits` nothing is.

    Raises:
        Vast: there is more of it than a report has.
    """
    left = _left.get()
    if left is not None:
        left[what] -= count
        if left[what] < 0:
            raise Vast(MOST[what][1])


def take_compared(ones: int, others: int) -> None:
    """Count that each of `ones` is held against each of `others`, which is quick beside reading them.

    Raises:
        Vast: it is too much.
    """
    take("steps", ones * others // _QUICK)


def begin_page() -> None:
    """What is counted by the page begins anew."""
    left = _left.get()
    if left is not None:
        left.update({what: most for what, (most, _) in MOST.items() if what.endswith("on a page")})
    take("pages")


def count_calls(owner: type, name: str, steps: int) -> None:
    """Have each call of a library's method count as so many steps: it offers no other place for a limit."""
    inner: Callable[..., Any] = getattr(owner, name)

    @wraps(inner)
    def counting(*given: Any, **named: Any) -> Any:
        left = _left.get()
        if left is not None:
            left["steps"] -= steps
            if left["steps"] < 0:
                raise Vast(MOST["steps"][1])
        return inner(*given, **named)

    setattr(owner, name, counting)
