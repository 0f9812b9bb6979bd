"""The notice of rectification (整改通知): an agency's open items, as one office writes them to another."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tqdm.auto import tqdm

from govreport.checks import check_year
from govreport.errors import BadRequest, GovreportError, InvalidFile, NotFound
from govreport.exporting import Entry, Letter, Part, letter_page, word_letter
from govreport.rendering import output_path
from govreport.rendering.project import find_outputs
from govreport.report import Finding, date_text, show_number
from govreport.store import Item, Store, write_atomic

from .items import as_raising
from .notice_seal import check_letter

NOTICED = {"written": "已生成", "none": "无整改事项", "failed": "未生成"}
FORMATS = {"html": "网页", "docx": "Word 文档"}
OFFICE = "政府信息公开工作主管部门"
"""Who raises items where nobody is named, as the regulations call it."""
DAYS = 7
"""How many days an agency has where no deadline is named."""

_ASKED = {
    "数据": "应核对原始台账后更正；经核实无误的，应书面说明情况",
    "表述": "应予修改；经核实无误的，应书面说明情况",
    "错敏": "应立即修改或撤销",
    "迟报": "应立即报送，并书面说明情况",
}
_HEADER = ("编号", "类别", "位置", "问题", "应为", "现为", "整改要求和时限")
_SHARES = (11, 11, 25, 40, 19, 19, 31)


@dataclass(frozen=True)
class Noticed:
    """What became of an agency's notice: `written`, `none` (nothing to be put right) or `failed` (`message` says why).

    `items` counts those in the notice, `raised` those that it took into the ledger.
    """

    agency: str
    name: str
    outcome: str
    items: int = 0
    raised: int = 0
    paths: tuple[Path, ...] = ()
    message: str = ""
    bad_file: bool = False


def write_notices(
    year: int,
    agencies: Sequence[str] = (),
    *,
    by: str = OFFICE,
    deadline: datetime.date | None = None,
    formats: Sequence[str] = ("html",),
    only: bool = False,
    params: str | Path | None = None,
    outputs: str | Path | None = None,
    today: datetime.date | None = None,
    progress: bool = True,
    each: Callable[[Noticed], None] | None = None,
) -> list[Noticed]:
    """Take standing findings (errors and warnings without a waiver) into the ledgers, and write each agency's notice.

    A notice lists what is still to be put right or reported back. It is `<agency>.notice.html` below the year's
    outputs, and `.notice.docx` where that is among `formats`.

    Raises:
        NotFound: no such agency, or nobody at all.
        BadRequest: an unknown format, or nobody who raises the items.
    """
    unknown = [kind for kind in formats if kind not in FORMATS]
    if unknown or not formats:
        raise BadRequest(f"整改通知的格式 --formats 应为 {'、'.join(FORMATS)}，现为“{''.join(unknown[:1])}”")
    if not by.strip():
        raise BadRequest("请写明由谁提出（--by）")
    store = Store(params)
    today = today or datetime.date.today()
    sender = _Sender(store, year, by.strip(), today, deadline or today + datetime.timedelta(days=DAYS), tuple(formats))
    folder = find_outputs(outputs, params)
    done = []
    for agency, name in tqdm(
        _chosen(store, year, agencies, only=only).items(), desc="生成整改通知", unit="份", disable=not progress
    ):
        noticed = sender.send(agency, name, folder)
        done.append(noticed)
        if each:
            each(noticed)
    return done


def _chosen(store: Store, year: int, agencies: Sequence[str], *, only: bool) -> dict[str, str]:
    """Who may have something to put right: those who reported for `year`, and those with items on it."""
    known = store.known(agencies, only=only)
    chosen = {
        id: name
        for id, name in known.items()
        if year in store.agencies.get(id, []) or any(item.raised.year == year for item in store.ledger(id).items)
    }
    if not chosen:
        raise NotFound(f"{'、'.join(agencies) or store.folder}：没有{year}年度的年报数据，也没有该年度的整改事项")
    return chosen


@dataclass(frozen=True)
class _Sender:
    """Whoever writes the notices of a year."""

    store: Store
    year: int
    by: str
    today: datetime.date
    deadline: datetime.date
    formats: tuple[str, ...]

    def send(self, agency: str, name: str, folder: Path) -> Noticed:
        """Raise what is new, and write the notice."""
        try:
            standing = self._standing(agency)
            raised = self._raise(agency, standing)
            items = [item for item in self.store.ledger(agency).items if self._asks(item, standing)]
            if not items:
                return Noticed(agency, name, "none")
            paths = self._write(self._letter(name, items, standing), agency, folder)
        except GovreportError as error:
            return Noticed(agency, name, "failed", message=error.brief, bad_file=isinstance(error, InvalidFile))
        return Noticed(agency, name, "written", len(items), len(raised), paths)

    def _standing(self, agency: str) -> list[Finding]:
        if self.year not in self.store.agencies.get(agency, []):
            return []
        found = check_year(self.store, agency, self.year, self.today)
        return [finding for finding in found if finding.severity != "hint" and not finding.waived]

    def _raise(self, agency: str, standing: Sequence[Finding]) -> list[Item]:
        if not standing:
            return []
        form = self.store.load(agency, self.year).statutory_form
        wanted = [as_raising(finding, form) for finding in standing]
        return self.store.raise_items(agency, wanted, by=self.by, on=self.today, deadline=self.deadline)

    def _asks(self, item: Item, standing: Sequence[Finding]) -> bool:
        """Whether there is something that the agency has to do about an item of the year."""
        if item.raised.year != self.year or not item.is_open:
            return False
        return item.state != "fed_back" or any(map(item.about, standing))

    def _letter(self, name: str, items: Sequence[Item], standing: Sequence[Finding]) -> Letter:
        report = f"{self.year}年政府信息公开工作年度报告"
        kinds = list(dict.fromkeys(item.raised.kind for item in items))
        last = min((item.raised.deadline for item in items if item.raised.deadline), default=self.deadline)
        entries = tuple(self._entry(item, standing) for item in items)
        demands = (
            f"（一）请你单位对照上表逐项核实整改，{_until(last, self.today)}。各项另有时限的，从其时限。",
            *(f"（{'二三四五'[at]}）{kind}类问题{_ASKED[kind]}。" for at, kind in enumerate(kinds)),
        )
        feedback = (
            "整改完成后，请逐项书面反馈：事项编号、处理方式（修改、撤销或说明）、完成日期和经办人；"
            f"提交情况说明的，附说明材料。反馈后由{self.by}复核，已整改但未反馈的，不予销号。",
        )
        return Letter(
            title=(f"关于{report}", "有关问题整改的通知"),
            to=name,
            opening=f"经校核，你单位{report}有{len(items)}项问题需要整改。现将有关事项通知如下。",
            parts=(
                Part("一、整改事项", header=_HEADER, shares=_SHARES, entries=entries),
                Part("二、整改要求", demands),
                Part("三、反馈方式", feedback),
            ),
            by=self.by,
            date=date_text(self.today),
        )

    def _entry(self, item: Item, standing: Sequence[Finding]) -> Entry:
        raised = item.raised
        until = f"\n{date_text(raised.deadline)}前" if raised.deadline else ""
        late = "（已逾期）" if item.overdue(self.today) else ""
        columns = (
            str(item.number),
            raised.kind,
            raised.where,
            raised.text + _note(item, standing),
            "" if raised.kind == "迟报" else show_number(raised.expected),
            "" if raised.kind == "迟报" else show_number(raised.actual),
            f"{_ASKED[raised.kind]}{until}{late}",
        )
        return Entry(columns, raised.rule or "", raised.cells)

    def _write(self, letter: Letter, agency: str, folder: Path) -> tuple[Path, ...]:
        made = {"html": lambda: letter_page(letter).encode("utf-8"), "docx": lambda: word_letter(letter)}
        paths = []
        for kind in self.formats:
            path = output_path(folder, agency, self.year, "final", f"notice.{kind}")
            write_atomic(path, made[kind](), check=partial(check_letter, letter=letter, kind=kind))
            paths.append(path)
        return tuple(paths)


def _until(day: datetime.date, today: datetime.date) -> str:
    return f"于{date_text(day)}前完成" if day >= today else "立即完成"


def _note(item: Item, standing: Sequence[Finding]) -> str:
    """What else there is to say of an item: it was put right and not reported back, or the check tells otherwise."""
    stands = any(map(item.about, standing))
    if item.state in ("done", "fed_back"):
        return "（已登记整改，但校核仍有此问题）" if stands else "（已登记整改，请反馈）"
    return "（校核已无此问题，请反馈整改情况）" if item.raised.rule and not stands else ""
