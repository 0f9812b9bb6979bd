"""Findings and a superior's remarks as items of the rectification ledger."""

from __future__ import annotations

from collections.abc import Sequence

from govreport.form import Form, in_force
from govreport.report import Finding
from govreport.store import Raising, Store, raising_of

_WORDS = ("T", "N", "P")
_KINDS = {"N12": "错敏", "P1": "迟报"}


def kind_of(rule: str, cells: Sequence[str] = ()) -> str:
    """Which kind of item a finding is: about figures (数据), unless its rule or a passage it names is about words.

    >>> [kind_of(rule) for rule in ("A1", "Y2", "T8", "N12", "P1")]
    ['数据', '数据', '表述', '错敏', '迟报']
    >>> kind_of("Y6", ["narrative.problems"])
    '表述'
    """
    words = rule.startswith(_WORDS) or any(cell.startswith("narrative.") for cell in cells)
    return _KINDS.get(rule) or ("表述" if words else "数据")


def place_of(form: Form, path: str) -> str:
    """A cell or passage as the printed page names it, a passage with its section.

    >>> from govreport.form import FORMS
    >>> place_of(FORMS[2021], "narrative.overview.lead"), place_of(FORMS[2021], "dated")
    ('第一部分引言', '落款日期')
    """
    label = form.label_of(path)
    section = form.section_by_id.get(form.section_of(path) or "")
    if not section or path in form.places:
        return label
    return f"{section.ordinal}{label}" if _unheaded(form, path, section.id) else f"{section.ordinal}“{label}”"


def _unheaded(form: Form, path: str, section: str) -> bool:
    """Whether a passage opens a section whose other passages have headings: its label is printed nowhere."""
    passage = form.passage_by_path.get(path)
    return bool(passage and not passage.headed and any(one.headed for one in form.passages_of(section)))


def as_raising(finding: Finding, form: Form) -> Raising:
    """The item that a finding asks for, its place as the printed page names it; or the section missing as a whole."""
    where = _whereabouts(finding, form) if finding.cells else "全文"
    return raising_of(finding, kind_of(finding.rule, finding.cells), where)


def _whereabouts(finding: Finding, form: Form) -> str:
    path = finding.cells[0]
    section = form.section_by_id.get(form.section_of(path) or "")
    whole = section and finding.firm and path in form.passage_by_path
    return section.ordinal if section and whole else place_of(form, path)


def remark(store: Store, agency: str, year: int, text: str, where: str, kind: str) -> Raising:
    """A superior's remark as an item; `where` is a cell's path, or a section or an address in words."""
    form = store.load(agency, year).statutory_form if year in store.agencies.get(agency, []) else in_force(year)
    known = where in form.places or where in form.passage_by_path or where in form.fact_by_path
    return Raising(year, place_of(form, where) if known else where, kind, text, cells=(where,) if known else ())
