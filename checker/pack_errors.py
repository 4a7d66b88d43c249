"""What pydantic found wrong in a pack, said in Chinese for the person who wrote the YAML."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from checker.nearest import meant, nearest
from checker.yaml_slips import CLOSE_COLON

_RULE_ID = "^[a-z]+/[a-z]+(-[a-z]+)*$"
_GLOSSES = {
    "narrative": "文字报告",
    "table": "自评表",
    "combined": "文字报告附自评表",
    "error": "错误",
    "warning": "需核实",
    "info": "提示",
    "money": "金额",
    "percent": "比率",
    "score": "得分",
}
"""What the values that are words mean, for those who meet them first in a message."""
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
    "decimal_parsing": "应为数，不带单位和百分号（百分之八十写80）",
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

_MAPPINGS = ("dict_type", "mapping_type", "model_type", "model_attributes_type")


def in_chinese(error: ErrorDetails, model: type[BaseModel]) -> str:
    """One sentence without a full stop about one of the errors of validating `model`."""
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    key = str(error["loc"][-1]) if error["loc"] else ""
    if kind == "missing":
        return f"缺少“{key}”{_of_what(model, error['loc'])}"
    if kind == "extra_forbidden":
        allowed = fields_at(model, error["loc"][:-1])
        return unknown_key(key, allowed)
    if kind in ("value_error", "assertion_error"):
        return str(context.get("error", error["msg"]))
    if kind == "string_pattern_mismatch" and context.get("pattern") == _RULE_ID:
        return f"规则编号{_shown(value)}的写法不对：应形如figure/rate-mismatch，{id_form(str(value))}"
    said = _FIXED.get(kind) or _with_context(kind, value, context) or f"值不合要求（{error['msg']}）"
    if kind in _MAPPINGS and isinstance(value, str):
        return f"{said}{_as_mapping(value, model, error['loc'])}，现为{_shown(value)}"
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
        said = _listed(allowed)
        return f"{start}（可写：{said}）" if start else f"可写：{said}"
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


def id_form(id: str) -> str:
    """How the id of a rule is written, for one that is not: what is wrong with it at the end, where that is plain."""
    wrong = "；不能有数字" if any(each.isdigit() for each in id) else ""
    return f"小写字母，一个斜杠，词间用连字符{wrong}"


def close_colon(text: str) -> str:
    """The key of a line such as `check:require`, which lacks the blank behind its colon; "" for any other line."""
    match = CLOSE_COLON.match(text)
    return match["key"] if match else ""


def _listed(values: Iterable[str]) -> str:
    return "、".join(f"{value}{_GLOSSES.get(value, '')}" for value in values)


def _of_what(model: type[BaseModel], path: tuple[int | str, ...]) -> str:
    """What a key stands for that is missing and may hold a few words only, and those words; "" for any other."""
    field = _model_at(model, path[:-1]).model_fields.get(str(path[-1])) if path else None
    allowed = _values(field.annotation) if field is not None else []
    if field is None or len(allowed) < 2:
        return ""
    about = (field.description or "").partition("：")[0]
    return f"（{about}，可写：{_listed(allowed)}）"


def _values(annotation: Any) -> list[str]:
    """The values that an annotation allows where it lists them."""
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return [str(each) for each in annotation]
    return [str(each) for each in get_args(annotation)] if get_origin(annotation) is Literal else []


def _as_mapping(value: str, model: type[BaseModel], path: tuple[int | str, ...]) -> str:
    """How a text that stands where a mapping must be is written as one, to end a message; "" where that is open."""
    if key := close_colon(value):
        return f"：“{key}”的冒号后要空一格"
    wanted = _model_at(model, path)
    if wanted is model:
        return ""
    needed = [name for name, field in wanted.model_fields.items() if field.is_required()]
    if len(needed) != 1 or any(mark in value for mark in "{}[],:#'\"") or len(value) > 12:
        return ""
    words = f", words: [{value}]" if "words" in wanted.model_fields else ""
    return f"，如- {{{needed[0]}: {value}{words}}}"


def unknown_key(key: str, allowed: Collection[str]) -> str:
    """About a key that means nothing here."""
    if start := close_colon(key):
        return f"“{start}”的冒号后要空一格"
    return f"未知的项“{key}”" + meant(key, allowed).replace("可用的有", "可写")


def fields_at(model: type[BaseModel], path: tuple[int | str, ...]) -> list[str]:
    """The names of the fields of the model that stands at a path below `model`."""
    return [field.alias or name for name, field in _model_at(model, path).model_fields.items()]


def _model_at(model: type[BaseModel], path: tuple[int | str, ...]) -> type[BaseModel]:
    for part in path:
        if isinstance(part, str) and part in model.model_fields:
            below = _model_in(model.model_fields[part].annotation)
            if below is not None:
                model = below
    return model


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
