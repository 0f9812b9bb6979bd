"""What may be an agency's id: folder names that are the same on every system and collide with no file of the kit's."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from govreport.errors import BadRequest
from govreport.visible import is_unseen, visible

RESERVED = frozenset(
    {
        "draft", "failed", "notice", "reminder", "rollup", "district", "fragment", "explain", "verify",
        "index", "status", "quality", "manifest", "superseded",
    }
)  # fmt: skip
"""Words that mark files of the kit's own in `outputs/`; `published-N` is one more."""

SUPERSEDED = "superseded"
"""The folder for what no longer stands, in each year of `outputs/`."""

_PUBLISHED = re.compile(r"published-\d+")
_REFUSED = frozenset('<>:"|?*\\')
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(\..*)?")
_FILES = frozenset(
    {
        "yaml", "yml", "json", "jsonl", "csv", "html", "htm", "docx", "xlsx", "ipynb", "pdf", "txt", "md", "png", "svg",
        "zip", "lock", "part", "parquet",
    }
)  # fmt: skip
"""Ends of file names: a folder called `2024.yaml` or `index.html` stands in a file's way."""

_WIDE = frozenset("（）")
"""Wide forms that names in an office do have; all other variants of a plain character are refused."""

_MOST_BYTES = 200
_SHOWN = 80


def check_id(agency: str) -> str:
    """`agency` if it may be an id: folder names with `/` between, that cannot leave the params folder.

    Raises:
        BadRequest: it is absolute, has `..`, characters that a file name cannot have or that look like others, or a
            word that files of the kit's have.
    """
    if reason := why_no_id(agency):
        raise BadRequest(f"单位编号“{visible(agency[:_SHOWN])}”不可用：{reason}")
    return agency


def is_id(agency: str) -> bool:
    """Whether `agency` may be an id; see `check_id`."""
    return not why_no_id(agency)


@lru_cache(maxsize=4096)
def why_no_id(agency: str) -> str:
    """Why `agency` cannot be an id, and what to write instead; empty where it can."""
    parts = agency.split("/")
    reasons = [reason for part in parts if (reason := _why_no_name(part))]
    if reasons:
        return reasons[0]
    if parts[0].casefold() == SUPERSEDED:
        return f"“{SUPERSEDED}”是本工具存放旧文件的文件夹名，请改用其他名称"
    return why_reserved(parts[-1])


def why_reserved(name: str) -> str:
    """Why a file's name may not end in `name`: its last dotted part marks files of the kit's; empty where it may."""
    word = name.casefold().rpartition(".")[2]
    taken = word in RESERVED or _PUBLISHED.fullmatch(word)
    return f"“{word}”是本工具文件名的专用字，会与其他文件重名，请改用其他名称" if taken else ""


def fold(agency: str) -> str:
    """What two ids have in common that some system takes for one: without case, in one form of Unicode."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", agency).casefold())


def same_elsewhere(agencies: Iterable[str]) -> dict[str, list[str]]:
    """Those of `agencies` that some system takes for another of them, each with the others."""
    alike: dict[str, list[str]] = {}
    for agency in agencies:
        alike.setdefault(fold(agency), []).append(agency)
    return {
        agency: [other for other in group if other != agency]
        for group in alike.values()
        if len(group) > 1
        for agency in group
    }


def _why_no_name(part: str) -> str:
    if not part or part.startswith(".") or part.endswith(".") or part != part.strip() or _REFUSED & {*part}:
        refused = next(iter(_REFUSED & {*part}), None)
        named = f"（“{refused}”）" if refused else ""
        return (
            "应是 params 下的文件夹路径，如 panzhihua/xiqu/justice，"
            f"不能含 .. 和特殊字符{named}，各段首尾不能有句点和空格"
        )
    if len(part.encode(errors="surrogatepass")) > _MOST_BYTES:
        return f"“{part[:10]}…”过长，请缩短到 60 字以内"
    if unseen := next(filter(is_unseen, part), None):
        return f"含有看不见的字符{visible(unseen)}，请删去后重新键入"
    return _why_a_file(part) or _why_not_plain(part)


def _why_not_plain(part: str) -> str:
    """Why the name is not written in the one form that all systems share."""
    for char in part:
        plain = unicodedata.normalize("NFKC", char)
        if plain != char and char not in _WIDE:
            instead = "删去" if _REFUSED & {*plain} or not plain.strip() else f"改为“{plain}”"
            return f"含有变体字符“{char}”，请{instead}"
    if unicodedata.normalize("NFC", part) != part:
        return "含有分开书写的字符（字母与附加符号），请重新键入"
    return ""


def _why_a_file(part: str) -> str:
    """Why the name is one that files have."""
    if _DEVICE.fullmatch(unicodedata.normalize("NFKC", part)):
        return f"“{part}”是 Windows 的设备名，不能作文件夹名，请改用其他名称"
    end = part.casefold().rpartition(".")[2]
    return (
        f"“{part}”像是文件名（.{end}），会与本工具的文件混淆，请改用其他名称" if "." in part and end in _FILES else ""
    )
