"""The levels of government a reporting body can stand at, and what the law lets each make."""

from __future__ import annotations

LEVELS: dict[str, str] = {
    "ministry": "国务院部门",
    "provincial_government": "省级政府",
    "provincial_department": "省级政府部门",
    "prefecture_government": "设区的市、自治州政府",
    "prefecture_department": "设区的市、自治州政府部门",
    "county_government": "县级政府",
    "county_department": "县级政府部门",
    "township": "乡镇政府",
    "subdistrict": "街道办事处",
    "functional_zone": "功能区管理机构",
}

REGULATION_MAKERS = frozenset({"ministry", "provincial_government", "prefecture_government"})
"""Levels that may make 规章 (Legislation Law, Articles 91 and 93)."""
