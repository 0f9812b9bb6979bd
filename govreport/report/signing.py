"""初审, 复审 and 终审 of a report: which stand over the content as it is, and whose turn it is."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from govreport.errors import BadRequest

from .model import AnnualReport
from .parts import SIGNOFF_OUTCOMES, STAGES, Signoff
from .texts import says_nothing

State = Literal["open", "valid", "returned", "void", "skipped"]
STATES: dict[State, str] = {
    "open": "未审签",
    "valid": "有效",
    "returned": "已退回，修改后须从初审起重新审签",
    "void": "审签后内容已修改，须重新审签",
    "skipped": "前一环节未通过，本环节审签无效",
}
_ORDER = list(STAGES)


_EARLIER = "审签后所示往年数据已改动，须重新审签"


@dataclass(frozen=True)
class Stage:
    """One stage: its id, the newest sign-off of it, and how that stands.

    `earlier` is set where it is void although the report is as it was: what the page shows of earlier years changed.
    """

    id: str
    signoff: Signoff | None
    state: State
    earlier: bool = False

    @property
    def told(self) -> str:
        """How the stage stands, for a person."""
        return _EARLIER if self.earlier else STATES[self.state]


@dataclass(frozen=True)
class Signing:
    """The three stages in their order; `next` is the stage whose turn it is, None where all three are done."""

    stages: tuple[Stage, ...]
    next: str | None

    @property
    def begun(self) -> bool:
        """Whether anybody signed."""
        return any(stage.signoff for stage in self.stages)

    @property
    def sentence(self) -> str:
        """Where the signing stands, as a line for a person."""
        if not self.begun:
            return "尚未审签"
        if self.next is None:
            return "初审、复审、终审均已通过"
        past = [stage for stage in self.stages if stage.signoff and stage.state != "valid"]
        why = f"{STAGES[past[-1].id]}{past[-1].told.removeprefix('审签')}；" if past else ""
        return f"{why}等待{STAGES[self.next]}"


def signing_of(report: AnnualReport, shown: str | None = None) -> Signing:
    """How the sign-offs of a report stand: each is over a digest, and counts after the one before it.

    `shown` is the digest of what the page now shows of earlier years (`shown_digest`), None where that is not known; a
    sign-off that names none is not held against it.
    """
    passed = 0
    standing: dict[str, State] = {}
    newest: dict[str, Signoff] = {}
    for signoff in report.signoffs:
        newest[signoff.stage] = signoff
        at = _ORDER.index(signoff.stage)
        if signoff.digest != report.digest or _otherwise_shown(signoff, shown):
            standing[signoff.stage] = "void"
        elif at > passed:
            standing[signoff.stage] = "skipped"
        elif signoff.outcome == "return":
            standing |= {stage: "returned" for stage in _ORDER[: at + 1] if stage in standing or stage == signoff.stage}
            passed = 0
        else:
            standing[signoff.stage] = "valid"
            passed = max(passed, at + 1)
    same = {stage for stage, signoff in newest.items() if signoff.digest == report.digest}
    states = {stage: standing.get(stage, "open") for stage in _ORDER}
    stages = tuple(
        Stage(stage, newest.get(stage), state, earlier=state == "void" and stage in same)
        for stage, state in states.items()
    )
    return Signing(stages, _ORDER[passed] if passed < len(_ORDER) else None)


def _otherwise_shown(signoff: Signoff, shown: str | None) -> bool:
    """Whether the page showed something else of earlier years when it was signed."""
    return None not in (signoff.shown, shown) and signoff.shown != shown


def sign(
    report: AnnualReport,
    stage: str,
    by: str,
    date: datetime.date,
    *,
    outcome: str = "pass",
    checked: Sequence[str] = (),
    opinion: str | None = None,
    shown: str | None = None,
) -> AnnualReport:
    """The report with one more sign-off, over its content as it is and what its page shows of earlier years.

    Raises:
        BadRequest: it is another stage's turn, nobody is named, a return has no opinion, or there is nothing to pass.
    """
    turn = signing_of(report, shown).next
    if turn is None:
        raise BadRequest("三审均已通过，内容未修改，无需再次审签")
    if stage != turn:
        raise BadRequest(f"现在应进行{STAGES[turn]}，不能先进行{STAGES[stage]}")
    if says_nothing(by):
        raise BadRequest("请写明审签人")
    if outcome == "return" and says_nothing(opinion or ""):
        raise BadRequest(f"{SIGNOFF_OUTCOMES['return']}须写明意见")
    if outcome == "pass" and (blank := _blank_parts(report)):
        raise BadRequest(f"{'、'.join(blank)}全部空白，不能{STAGES[stage]}通过，请填写后再审签；也可以退回")
    signoff = {
        "stage": stage,
        "by": by.strip(),
        "date": date.isoformat(),
        "outcome": outcome,
        "checked": list(checked),
        **({"opinion": opinion} if opinion else {}),
        "digest": report.digest,
        **({"shown": shown} if shown else {}),
    }
    return report.with_values({"signoffs": [*report.record().get("signoffs", []), signoff]})


def _blank_parts(report: AnnualReport) -> list[str]:
    """The tables of which no figure is stated, and the text where nothing at all is written."""
    stated = {path.partition(".")[0] for path, value in report.cells.items() if value is not None}
    blank = [table.number for table in report.statutory_form.tables if table.id not in stated]
    tables = [f"第{'、'.join(blank)}部分表格"] if blank else []
    written = any(
        isinstance(text, str) and not says_nothing(text)
        for path, text in report.stated.items()
        if path.startswith("narrative.")
    )
    return tables if written else [*tables, "正文"]
