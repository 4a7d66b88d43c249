"""What pydantic found wrong in a pack, said in Chinese for the person who wrote the YAML."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from checker.nearest import meant, nearest

_RULE_ID = "^[a-z]+/[a-z]+(-[a-z]+)*$"
_FIXED = {
    "string_type": "应为文字",
    "string_sub_type": "应为文字",
    "bool_type": "应为true或false",
    "bool_parsing": "应为true或false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数",
    "float_parsing": "应为数",
    "decimal_type": "应为数",
    "decimal_parsing": "应为数（百分数请写成小数，如0.8）",
    "finite_number": "应为有限的数",
    "tuple_type": "应为列表：每项一行并以“- ”开头，或写在方括号里",
    "list_type": "应为列表：每项一行并以“- ”开头，或写在方括号里",
    "set_type": "应为列表：每项一行并以“- ”开头，或写在方括号里",
    "frozen_set_type": "应为列表：每项一行并以“- ”开头，或写在方括号里",
    "dict_type": r"应为“项: 值”的组合",
    "mapping_type": r"应为“项: 值”的组合",
    "model_type": r"应为“项: 值”的组合",
    "model_attributes_type": r"应为“项: 值”的组合",
    "none_required": "此处应留空",
    "date_parsing": "应为日期，如2022-12-31",
    "date_from_datetime_parsing": "应为日期，如2022-12-31",
}


def in_chinese(error: ErrorDetails, model: type[BaseModel]) -> str:
    """One sentence without a full stop about one of the errors of validating `model`."""
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    key = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "missing":
        return f"缺少“{key}”"
    if kind == "extra_forbidden":
        allowed = fields_at(model, error["loc"][:-1])
        return unknown_key(key, allowed)
    if kind in ("value_error", "assertion_error"):
        return str(context.get("error", error["msg"]))
    if kind == "string_pattern_mismatch" and context.get("pattern") == _RULE_ID:
        return f"规则编号{_shown(value)}的写法不对：应形如figure/rate-mismatch，小写字母，一个斜杠，词间用连字符"
    said = _FIXED.get(kind) or _with_context(kind, value, context) or f"值不合要求（{error['msg']}）"
    if kind in ("enum", "literal_error") or value is None:
        return said if value is not None else f"“{key}”没有值：{said}"
    if kind in ("string_type", "string_sub_type") and isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"{said}，现为数{value}：请加引号"
    if kind in ("string_type", "string_sub_type") and isinstance(value, bool):
        return f"{said}，现为{str(value).lower()}：请加引号"
    return f"{said}，现为{_shown(value)}"


def _with_context(kind: str, value: object, context: dict[str, Any]) -> str | None:
    """The sentences that quote a bound or the values allowed."""
    if kind in ("enum", "literal_error"):
        allowed = [part.strip().strip("'") for part in str(context.get("expected", "")).replace(" or ", ",").split(",")]
        near = nearest(str(value), allowed)
        hint = f"，是否想写“{near}”？" if near else ""
        start = "" if value is None else f"{_shown(value)}不是允许的值{hint}"
        return f"{start}（可写：{'、'.join(allowed)}）" if start else f"可写：{'、'.join(allowed)}"
    return {
        "too_short": lambda c: f"至少应有{c['min_length']}项",
        "too_long": lambda c: f"至多可有{c['max_length']}项",
        "string_too_short": lambda c: f"至少应有{c['min_length']}个字",
        "string_too_long": lambda c: f"至多可有{c['max_length']}个字",
        "greater_than": lambda c: f"应大于{c['gt']}",
        "greater_than_equal": lambda c: f"应不小于{c['ge']}",
        "less_than": lambda c: f"应小于{c['lt']}",
        "less_than_equal": lambda c: f"应不大于{c['le']}",
        "multiple_of": lambda c: f"应为{c['multiple_of']}的倍数",
        "string_pattern_mismatch": lambda c: f"写法不对（应符合{c['pattern']}）",
        "union_tag_invalid": lambda c: f"“{c['tag']}”不是允许的值（可写：{c['expected_tags']}）",
        "union_tag_not_found": lambda c: f"缺少{c['discriminator']}",
        "decimal_max_places": lambda c: f"小数至多{c['decimal_places']}位",
        "decimal_max_digits": lambda c: f"至多{c['max_digits']}位数字",
    }.get(kind, lambda c: None)(context)


def unknown_key(key: str, allowed: Collection[str]) -> str:
    """About a key that means nothing here."""
    return f"未知的项“{key}”" + meant(key, allowed).replace("可用的有", "可写")


def fields_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The names of the fields of the model that stands at a path below `model`."""
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            below = _model_in(model.model_fields[part].annotation)
            if below is not None:
                model = below
    return [field.alias or name for name, field in model.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The first model inside an annotation such as tuple[Facet, ...] or Example | None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (found := _model_in(part)) is not None:
            return found
    return None


def _shown(value: object) -> str:
    """A value as the writer sees it, shortened."""
    if isinstance(value, dict):
        return r"“项: 值”的组合"
    if isinstance(value, list | tuple):
        return "列表"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return f"“{text if len(text) <= 24 else text[:23] + '…'}”"
