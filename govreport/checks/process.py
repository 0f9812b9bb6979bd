"""P: when the report was published, and whether what was signed, published and explained is what it now says."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from govreport.report import STAGES, Waiver, date_text, signing_of

from .reasons import lacking
from .rule import RULES, Case, Hit, is_about, rule

_DAYS_AHEAD = 7
_PUBLISHED = "publication.date"


@rule("P1", "error", "应按期发布")
def published_in_time(case: Case) -> Iterator[Hit]:
    """The report was published by the day that the law, the office's settings or the roster sets.

    Why: a late report is named in public and answered for.
    Formula: publication.date ≤ 31 January of the year after for departments, 31 March for governments; an earlier
    day in settings.yaml or the roster counts instead. Where no date is recorded yet, a hint from 7 days before to
    the end of that year. Silent for townships, sub-districts and functional zones without a day of their own.
    Source: OGI Regulations, Article 49; Article 47 on accountability.
    Remedy: publish, and record the date; a date that was recorded wrongly is corrected.
    为何：迟报的会被公开通报并追究责任。
    算式：部门不晚于次年1月31日发布，政府不晚于次年3月31日；设置或名册另定日期的，从其规定。尚未登记发布日期的，自期
    限前7日起至当年年底提示。乡镇、街道、功能区没有另定日期的不提示。
    依据：《中华人民共和国政府信息公开条例》第四十九条；责任追究见第四十七条。
    办法：按期发布并登记日期；登记有误的，更正。
    """
    report = case.report
    due = case.context.deadline or case.context.settings.deadline(report.level, report.year)
    if due is None:
        return
    day = date_text(due)
    published = report.publication.date if report.publication else None
    if published:
        if published > due:
            late = (published - due).days
            said = f"发布日期为{date_text(published)}，晚于期限{day}，迟{late}天"
            yield Hit([_PUBLISHED], f"{said}，请核对发布日期；确属迟报的，请提交情况说明", 0, late)
        return
    today = case.context.today
    if today is None or today.year != due.year or today < due - datetime.timedelta(days=_DAYS_AHEAD):
        return
    left = (due - today).days
    when = f"还有{left}天" if left >= 0 else f"已过{-left}天"
    yield Hit([_PUBLISHED], f"发布期限为{day}，{when}，尚未登记发布日期，请按期发布并登记", severity="hint")


@rule("P2", "warning", "落款日期应在下一年，且不晚于发布日期")
def signed_before_published(case: Case) -> Iterator[Hit]:
    """The date under the signature lies in the year after, and not behind the date of publication.

    Why: the figures of a year are complete on its last day, and a report is signed before it is published.
    Formula: year(dated) = year + 1, and dated ≤ publication.date.
    Source: practice.
    Remedy: correct the date that is wrong.
    为何：一年的数据到年末才完整，报告先落款、后发布。
    算式：落款日期在下一年，且不晚于发布日期。
    依据：工作实践。
    办法：更正有误的日期。
    """
    report, dated = case.report, case.report.dated
    if dated is None:
        return
    published = report.publication.date if report.publication else None
    if dated.year != report.year + 1:
        said = f"落款日期为{date_text(dated)}，{report.year}年度报告的落款应在{report.year + 1}年，请核对后改正"
        yield Hit(["dated"], said)
    elif published and dated > published:
        yield Hit(["dated"], f"落款日期为{date_text(dated)}，晚于发布日期{date_text(published)}，请核对后改正其一")


@rule("P3", "warning", "发布后的内容不应改动")
def published_as_it_is(case: Case) -> Iterator[Hit]:
    """What the record says is what was published.

    Why: figures that change silently behind a published page are what readers complain about most.
    Formula: where publication.digest is recorded, it is the public digest of the record as it now is, which leaves out
    sign-offs, recorded reasons and the publication itself.
    Source: CASS, third-party assessment 2016.
    Remedy: publish the new version with a note of what changed, and record its public digest; or take the change back.
    为何：发布后悄然改动数据，读者意见最大。
    算式：登记了发布内容摘要的，与现在公开内容的摘要相同；审签、情况说明和发布登记本身不计入。
    依据：中国社会科学院政府信息公开第三方评估（2016年）。
    办法：重新发布，注明更正之处，并登记新的摘要；或者恢复原内容。
    """
    publication = case.report.publication
    if publication and publication.digest and publication.digest != case.report.public_digest:
        yield Hit([_PUBLISHED], "内容与发布时登记的不一致：发布后有改动，请重新发布并注明更正之处，或恢复原内容")


@rule("P4", "warning", "审签后内容不应改动，三审应依次进行")
def signed_as_it_is(case: Case) -> Iterator[Hit]:
    """Every sign-off is over the content as it is, and follows the stage before it.

    Why: a signature over other figures vouches for nothing.
    Formula: the newest sign-off of each stage has the record's digest, and that of the figures of earlier years which
    the page charts, where it names one; and the stage before it passed.
    Source: 三审制: 初审, 复审, 终审.
    Remedy: have the stages that are named signed again, in order.
    为何：对另一份数据的审签，不能证明现在的内容。
    算式：每个环节最近一次审签的摘要与现在的内容相同，其中写明图表所示往年数据的，往年数据也相同；且前一环节已通过。
    依据：三审制：初审、复审、终审。
    办法：所列环节依次重新审签。
    """
    stages = signing_of(case.report, case.context.shown).stages
    void = [STAGES[stage.id] for stage in stages if stage.state == "void" and not stage.earlier]
    earlier = [STAGES[stage.id] for stage in stages if stage.earlier]
    skipped = [STAGES[stage.id] for stage in stages if stage.state == "skipped"]
    if void:
        yield Hit([], f"{'、'.join(void)}后内容已修改，审签失效，请从初审起重新审签")
    if earlier:
        said = "后内容已修改（所示往年数据已改动），审签失效，请核对往年数据后从初审起重新审签"
        yield Hit([], f"{'、'.join(earlier)}{said}")
    if skipped:
        yield Hit([], f"{'、'.join(skipped)}的前一环节未通过，本环节审签无效，请依次审签")


@rule("P5", "warning", "三审应由不同的人员进行")
def different_reviewers(case: Case) -> Iterator[Hit]:
    """No person signs two stages.

    Why: the three stages are three pairs of eyes; in small townships there may be too few, which settings.yaml may say.
    Formula: the names of the sign-offs that stand differ, unless settings.one_person_may_sign_twice.
    Source: 三审制.
    Remedy: have another person sign, or allow it in settings.yaml.
    为何：三审须经三人审核；人手不足的乡镇等，可在设置中放宽。
    算式：有效审签的审签人各不相同，设置允许一人审签两个环节的除外。
    依据：三审制。
    办法：由其他人员审签，或者在设置中放宽。
    """
    if case.context.settings.one_person_may_sign_twice:
        return
    stages: dict[str, list[str]] = {}
    for stage in signing_of(case.report, case.context.shown).stages:
        if stage.signoff and stage.state == "valid":
            stages.setdefault(stage.signoff.by.strip(), []).append(STAGES[stage.id])
    for person, signed in stages.items():
        if len(signed) > 1:
            said = f"{'、'.join(signed)}均由{person}审签，请由不同的人员审签；人手确实不足的，可在设置中放宽"
            yield Hit([], said)


@rule("P6", "warning", "情况说明应对应现有的校核问题", waivable=False)
def explained_as_it_is(case: Case) -> Iterator[Hit]:
    """Every recorded reason is about a rule that can be explained, cells that exist, and what now stands there.

    Why: a reason that is about nothing hides that something was meant to be explained.
    Formula: the rule is known and may be waived, each cell or passage is one of the report, and the rule still finds
    what the reason is about; else the reason has lapsed.
    Source: this kit.
    Remedy: record the reason anew, or remove it.
    为何：情况说明没有对应的问题，会掩盖本应说明的事项。
    算式：所写规则存在且可以说明，所写数据项或文字属于本报告，该规则现在仍有此问题；否则情况说明已失效。
    依据：本工具的规定。
    办法：重新说明，或者删去。
    """
    report = case.report
    for waiver in report.waivers:
        known = RULES.get(waiver.rule)
        strange = [path for path in waiver.cells if report.statutory_form.section_of(path) is None]
        if known is None:
            yield Hit([], f"情况说明所写的规则“{waiver.rule}”不存在，请核对后改正")
        elif not known.waivable:
            yield Hit([], f"{waiver.rule}“{known.title}”不得以情况说明代替改正，请改正数据，并删去这条说明")
        elif strange:
            yield Hit([], f"{waiver.rule}的情况说明所写的数据项“{strange[0]}”不存在，请核对后改正")
        elif any(finding.firm and finding.cells[0] in waiver.cells for finding in known.found(case)):
            yield Hit([], f"{waiver.rule}“{known.title}”应改正的，不得以情况说明代替改正，请改正，并删去这条说明")
        elif not _about_something(case, waiver):
            named = "、".join(report.statutory_form.label_of(path) for path in waiver.cells[:2])
            yield Hit([], f"{waiver.rule}的情况说明（{named}）与现在的数据不符，已失效，请重新说明或删去")


@rule("P9", "warning", "应有落款日期")
def dated(case: Case) -> Iterator[Hit]:
    """The report says on which day it was signed.

    Why: below the report stand the body's name and a date; without one nobody can tell which version is at hand.
    Formula: `dated` is filled in.
    Source: GB/T 9704-2012, 7.3.5.
    Remedy: fill in the date under the signature, which lies in the year after.
    为何：报告末尾应有单位名称和日期；没有日期，无法判断是哪一版本。
    算式：落款日期已填写。
    依据：GB/T 9704—2012《党政机关公文格式》7.3.5。
    办法：填写落款日期，应在下一年。
    """
    if case.report.dated is None:
        yield Hit(["dated"], f"没有写落款日期，请填写（应在{case.report.year + 1}年）")


@rule("P11", "warning", "情况说明应写明说明人、日期和具体原因", waivable=False)
def explained_by_somebody(case: Case) -> Iterator[Hit]:
    """Every recorded reason says who gave it, when, and why.

    Why: a reason is what the office answers with when it is asked; one that nobody gave answers nothing.
    Formula: a name, a date, and a reason of at least four characters that is neither one character repeated nor a word
    that only fills the place (无, 略, 见附件, ××). A reason that lacks one of them lets no finding stand.
    Source: this kit.
    Remedy: record the reason anew, with all three.
    为何：情况说明是单位对质询的答复，没有说明人的不能作数。
    算式：写明说明人、日期和不少于四个字的原因；原因不得是一个字的重复，也不得是“无”“略”“见附件”“××”等。缺少其中一项
    的，不能代替改正。
    依据：本工具的规定。
    办法：重新说明，三项写全。
    """
    for waiver in case.report.waivers:
        missing = lacking(waiver)
        if missing:
            named = "、".join(case.report.statutory_form.label_of(path) for path in waiver.cells[:2])
            about = f"（{named}）" if named else ""
            yield Hit([], f"{waiver.rule}的情况说明{about}没有写明{'、'.join(missing)}，不起作用，请重新说明或删去")


def _about_something(case: Case, waiver: Waiver) -> bool:
    return any(is_about(waiver, finding, case.report) for finding in RULES[waiver.rule].found(case))
