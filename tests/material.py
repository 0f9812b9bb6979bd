"""What the tests work on: the samples, and an invented bureau (示例) of three years, typed by hand and consistent."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from govreport.report import AnnualReport, read_report
from govreport.store.yaml_reading import parse_document

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "params"
AGENCY = "example/bureau"

ZERO = [0, 0, 0, 0, 0, 0, 0]

RECORD_2022: dict[str, Any] = {
    "name": "示例县示例局",
    "year": 2022,
    "form": 2021,
    "level": "county_department",
    "disclosure": {
        "regulations": [0, 0, 0],
        "normative_documents": [4, 1, 20],
        "licenses": 310,
        "penalties": 12,
        "coercion": 0,
        "admin_fees": 0,
    },
    "requests": {
        "new_received": [7, 2, 0, 0, 1, 0, 10],
        "carried_in": [1, 0, 0, 0, 0, 0, 1],
        "granted": [4, 1, 0, 0, 1, 0, 6],
        "partial": [1, 0, 0, 0, 0, 0, 1],
        "denied": {
            "state_secret": ZERO,
            "prohibited_by_law": ZERO,
            "security_stability": ZERO,
            "third_party_rights": [1, 0, 0, 0, 0, 0, 1],
            "internal_affairs": ZERO,
            "process_info": ZERO,
            "enforcement_files": ZERO,
            "admin_inquiry": ZERO,
        },
        "unable": {"not_held": [0, 1, 0, 0, 0, 0, 1], "needs_creation": ZERO, "still_unclear": ZERO},
        "not_processed": {
            "petition_complaint": ZERO,
            "duplicate": ZERO,
            "publication": ZERO,
            "excessive": ZERO,
            "reconfirm": ZERO,
        },
        "other": {"overdue_correction": ZERO, "overdue_fee": ZERO, "misc": ZERO},
        "handled_total": [6, 2, 0, 0, 1, 0, 9],
        "carried_out": [2, 0, 0, 0, 0, 0, 2],
    },
    "disputes": {
        "review": [1, 0, 0, 1, 2],
        "litigation_direct": [0, 0, 0, 0, 0],
        "litigation_after_review": [0, 0, 0, 0, 0],
    },
}

RECORD_2023: dict[str, Any] = copy.deepcopy(RECORD_2022) | {
    "year": 2023,
    "dated": "2024-01-08",
    "published": {
        "total": 30,
        "channels": [{"channel": "门户网站", "total": 30, "items": {"工作动态": 21, "政策文件": 9}}],
    },
    "disclosure": {
        "regulations": [0, 0, 0],
        "normative_documents": [3, 2, 21],
        "licenses": 298,
        "penalties": 9,
        "coercion": 1,
        "admin_fees": 0,
    },
    "narrative": {
        "preamble": "本报告根据《中华人民共和国政府信息公开条例》编制。",
        "overview": {"lead": "2023年工作平稳。", "proactive": "主动公开信息30条。", "on_request": "新收申请12件。"},
        "problems": "解读形式不多。",
        "improvements": "增加图解。",
        "other_matters": "未收取信息处理费。",
    },
}
RECORD_2023["requests"] |= {
    "new_received": [9, 3, 0, 0, 0, 0, 12],
    "carried_in": [2, 0, 0, 0, 0, 0, 2],
    "granted": [8, 2, 0, 0, 0, 0, 10],
    "partial": [1, 0, 0, 0, 0, 0, 1],
    "handled_total": [10, 3, 0, 0, 0, 0, 13],
    "carried_out": [1, 0, 0, 0, 0, 0, 1],
}

RECORD_2020: dict[str, Any] = {
    "name": "示例县示例局",
    "year": 2020,
    "form": 2019,
    "level": "county_department",
    "dated": "2021-01-08",
    "disclosure": {
        "regulations": [0, 0, 0],
        "normative_documents": [2, 2, 15],
        "licenses": [5, -1, 300],
        "other_services": [3, 0, 40],
        "penalties": [8, 2, 10],
        "coercion": [1, 0, 0],
        "admin_fees": [4, -2],
        "procurement": [6, 251000],
    },
    "requests": {
        **{key: value for key, value in RECORD_2022["requests"].items() if key != "other"},
        "other": {"misc": ZERO},
    },
    "disputes": RECORD_2022["disputes"],
    "narrative": {
        "overview": {"lead": "2020年工作平稳，新收申请10件。"},
        "problems": "公开目录不全。",
        "improvements": "补齐目录。",
        "other_matters": "没有其他需要报告的事项。",
    },
}


def record(year: int) -> dict[str, Any]:
    """A copy of the record of `year`, to be changed at will."""
    return copy.deepcopy({2020: RECORD_2020, 2022: RECORD_2022, 2023: RECORD_2023}[year])


def corpus() -> dict[str, AnnualReport]:
    """Figures of published reports that the samples do not hold, as printed, by the name of their file."""
    files = sorted((ROOT / "tests" / "corpus").glob("*.yaml"))
    return {path.stem: read_report(parse_document(path.read_bytes(), path.name).data) for path in files}


def write(params: Path, agency: str, year: int, text: str, encoding: str = "utf-8") -> Path:
    """Put a yearly file as a person would have typed it."""
    path = params / agency / f"{year}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path
