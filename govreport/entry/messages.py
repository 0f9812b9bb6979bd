"""What a page sends, as plain data: which messages are typing, and what is left of several that are done again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Message = dict[str, Any]

TYPING = frozenset({"enter", "published", "extra"})
"""What is sent with every key: such a message takes no notice away."""


def standing(messages: Iterable[Message]) -> list[Message]:
    """The messages without those that were undone among them; what came before them is not undone."""
    done: list[Message] = []
    undone: list[Message] = []
    for message in messages:
        if message["do"] == "undo":
            undone += [done.pop()] if done else []
        elif message["do"] == "redo":
            done += [undone.pop()] if undone else []
        else:
            done.append(message)
            undone.clear()
    return done


def count_places(messages: Sequence[Message]) -> int:
    """How many places messages enter something at."""
    places: set[str] = set()
    for message in messages:
        places |= set(message.get("texts", ())) or {str(message.get("at") or message.get("table") or message["do"])}
    return len(places)
