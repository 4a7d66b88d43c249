"""The words in which every output says the same things."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from checker.document import Place
from checker.finding import Location, Severity

if TYPE_CHECKING:
    from checker.pack import RulePack
    from checker.review import Review
    from checker.waivers import Waiver

VERDICTS = {"return": "退回修改", "review": "需要核实", "pass": "通过"}
SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "需核实", Severity.INFO: "提示"}
KINDS = {"narrative": "文字报告", "table": "自评表", "combined": "文字报告（附自评表）"}
FAMILIES = {
    "structure": "结构",
    "figure": "数字",
    "target": "目标",
    "score": "评分",
    "content": "内容",
    "batch": "批量",
}
STATUSES = {
    "met": "已完成",
    "exceeded": "超额完成",
    "unmet": "未完成",
    "explained": "未完成（已说明原因）",
    "unreported": "未见报告",
    "possible": "可能已报告，请核对",
    "conflict": "前后不一",
    "qualitative": "定性目标，已报告",
}


def place_words(location: Location) -> str:
    """A place as a reader finds it: 一、项目基本情况 / （一）项目概况，第1页，表1第3行第6列."""
    parts = [location.section] if location.section else []
    return "，".join([*parts, *source_words(location.place)]) or "全文"


def source_words(place: Place) -> list[str]:
    """The page, the table cell or the spreadsheet's cell of a place; empty where the source has none."""
    words = []
    if place.page is not None:
        words.append(f"第{place.page}页")
    if place.sheet is not None:
        words.append(f"工作表“{place.sheet}”{place.ref or ''}")
    elif place.table is not None and place.row is not None and place.column is not None:
        words.append(f"表{place.table + 1}第{place.row + 1}行第{place.column + 1}列")
    return words


def recogniser_words(review: Review) -> str:
    """By what the names of units were found, and why by that."""
    used = review.report.recogniser.backend
    name = {"off": "没有使用", "pattern": "规则包中的名称"}.get(used.name, f"{used.name} {used.version}")
    return f"{name}（{used.reason}）"


def waiver_words(waiver: Waiver) -> str:
    """Why a finding may stand, who said so, until when, and where that is written."""
    parts = [waiver.reason.rstrip("。")]
    parts += [f"由{waiver.by}决定"] if waiver.by else []
    parts += [f"至{waiver.until.isoformat()}止"] if waiver.until else []
    return "，".join(parts) + f"（{waiver.place}）"


def pack_words(packs: Iterable[RulePack]) -> str:
    """The packs by which a run was reviewed."""
    return "，".join(f"{pack.title}（{pack.id}）" for pack in packs)


def quoted(text: str, limit: int = 120) -> str:
    """A quotation on one line, cut in the middle when it is long."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    half = limit // 2
    return f"{line[:half]}……{line[-half:]}"
