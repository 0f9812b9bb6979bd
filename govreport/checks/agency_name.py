"""I1: a report stands in the folder of the body that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from govreport.report import AnnualReport
from govreport.store import Bearer, Names, plain_name

from .rule import Case, Hit, rule

_CORRECT = "请核对是否放错或换错了文件"


@rule("I1", "error", "单位名称应是本单位的")
def own_name(case: Case) -> Iterator[Hit]:
    """The name in the file is one of the body in whose folder it lies, and no other's beside it.

    Why: files that were swapped, copied or linked publish one body's figures as another's.
    Formula: among the bodies of one folder. Error, which no reason lets stand: a roster gives the name to another body,
    or lists this one without it (name, short name, former names); or another body's files of other years bear it,
    this one's do not, and the roster does not account for all names of this one. Warning: without a roster, it is not
    the name of the year before; or another body bears it, too, in no fewer years, and nothing tells whose it is.
    Source: practice; swapped files are found by nobody who looks at one report.
    Remedy: put each file back into its folder; where the name did change, write the old one into the roster.
    为何：文件互换、复制或链接，会把一个单位的数据当作另一个单位的公布。
    算式：在同一上级的单位之间比较。应改正（不得以情况说明代替改正）：报送名册把该名称列为另一单位的，或者所列本单位
    的名称、简称、曾用名中没有该名称；或者另一单位其他年度的文件用该名称，本单位的不用，而名册又没有列明本单位的全部
    名称。请核实：没有名册，名称与上年不同；或者另一单位也用该名称，年度不少于本单位，无从判定。
    依据：工作实践；只看一份报告，发现不了文件互换。
    办法：把文件放回各自的文件夹；确已更名的，在名册中写明曾用名。
    """
    names = case.context.names
    if names is not None:
        yield from _by_roster(case.report, names) or _by_files(case.report, names)


def _by_roster(report: AnnualReport, names: Names) -> list[Hit]:
    """What the rosters say against the name."""
    if plain_name(report.name) in map(plain_name, names.given):
        return []
    theirs = _others(names, report.name)
    if theirs:
        listed = f"（名册中的名称是“{names.given[0]}”）" if names.given else ""
        said = f"单位名称“{report.name}”在报送名册中是 {theirs[0]} 的，不是本单位 {names.agency}{listed}的"
        return [_error(f"{said}，{_CORRECT}；名册有误的，请改正名册")]
    if names.given:
        said = (
            f"单位名称“{report.name}”不是报送名册给本单位 {names.agency} 的名称“{names.given[0]}”，也不是其简称、曾用名"
        )
        return [_error(f"{said}，{_CORRECT}；确已更名的，请在名册中写明")]
    return []


def _by_files(report: AnnualReport, names: Names) -> list[Hit]:
    """What the files of other years and of those beside it say, as far as no roster settles it."""
    files = _Files(report, names)
    if files.settled and files.given_alone:
        return []
    return files.foreign() or files.shared() or files.changed()


class _Files:
    """The name of a report beside those in the files of its folder's other years, and of the folders beside it."""

    def __init__(self, report: AnnualReport, names: Names) -> None:
        self._report, self._names, self._name = report, names, plain_name(report.name)
        self._own = {year: name for year, name in sorted(names.own.items()) if year != report.year}
        plain = [plain_name(name) for name in self._own.values()]
        self._mine = plain.count(self._name)
        self.settled = bool(names.given) and {*plain} <= {*map(plain_name, names.given)}
        self.given_alone = bool(names.given) and not _others(names, report.name)

    @cached_property
    def _beside(self) -> list[Bearer]:
        """Who else bears the name, and when; it is asked for only where no roster settles it."""
        return [bearer for bearer in self._names.bearers(self._report.name) if bearer[0] != self._names.agency]

    def foreign(self) -> list[Hit]:
        """The name is that of another's other years, and of none of its own."""
        theirs = [(agency, year) for agency, year in self._beside if year != self._report.year]
        if not theirs or self._mine or self.settled:
            return []
        (agency, year), own = theirs[-1], self._own
        usual = f"其他年度是“{own[max(own)]}”" if own else "没有其他年度的报告"
        said = f"单位名称“{self._report.name}”是 {agency} {year}年度报告的名称，本单位 {self._names.agency} {usual}"
        return [_error(f"{said}，{_CORRECT}；确系更名或改了编号的，请在报送名册中写明现名和曾用名")]

    def shared(self) -> list[Hit]:
        """Another bears it in no fewer years, and no roster says whose it is."""
        years = Counter(agency for agency, _ in self._beside)
        if self.given_alone or self._mine >= max(years.values(), default=0):
            return []
        agency, year = self._beside[-1]
        return [_warning(f"单位名称“{self._report.name}”与 {agency} {year}年度报告的相同，{_CORRECT}")]

    def changed(self) -> list[Hit]:
        """It is not the name of the year before, and no roster knows the body."""
        before = max((year for year in self._own if year < self._report.year), default=None)
        if self._names.given or before is None or plain_name(self._own[before]) == self._name:
            return []
        said = f"单位名称由{before}年度的“{self._own[before]}”变为“{self._report.name}”，{_CORRECT}"
        return [_warning(f"{said}；确已更名的，请在报送名册中写明曾用名")]


def _others(names: Names, name: str) -> Sequence[str]:
    return [agency for agency in names.owners(name) if agency != names.agency]


def _error(message: str) -> Hit:
    return Hit(["name"], message, firm=True)


def _warning(message: str) -> Hit:
    return Hit(["name"], message, severity="warning")
