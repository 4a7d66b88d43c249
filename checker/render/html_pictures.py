"""The small pictures of a page, as inline SVG: no script, no style attribute, and words beside every colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

_WIDE, _HIGH = 320, 16
# Targets by what became of them, from good to bad: the name and the statuses it gathers.
TARGET_GROUPS = (
    ("done", "已完成", ("met", "exceeded")),
    ("told", "定性，已报告", ("qualitative",)),
    ("excused", "未完成，已说明", ("explained",)),
    ("unsure", "请核对", ("possible",)),
    ("short", "未完成", ("unmet",)),
    ("silent", "未见报告", ("unreported",)),
    ("torn", "前后不一", ("conflict",)),
)


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar: its class (which gives the colour), its name, and how much of it there is."""

    kind: str
    label: str
    count: int


def execution_bar(rate: Decimal) -> Markup:
    """How much of the budget was spent, `rate` in percent; a line marks the whole budget where more was spent."""
    whole = max(rate, Decimal(100))
    spent = _part(max(rate, Decimal(0)), whole)
    budget = _part(Decimal(100), whole)
    kind = "over" if rate > 100 else "spent"
    return Markup(
        '<svg class="bar" viewBox="0 0 {w} {h}" preserveAspectRatio="none" role="img" aria-label="执行率{rate}%">'
        '<rect class="rest" width="{budget}" height="{h}"/><rect class="{kind}" width="{spent}" height="{h}"/>'
        '<rect class="whole" x="{line}" width="2" height="{h}"/></svg>'
    ).format(w=_WIDE, h=_HIGH, rate=plain_number(rate), budget=budget, kind=kind, spent=spent, line=max(budget - 2, 0))


def target_shares(statuses: Iterable[str]) -> tuple[Share, ...]:
    """How many targets came to what, the groups that are empty left out."""
    found = list(statuses)
    shares = (Share(kind, label, sum(s in group for s in found)) for kind, label, group in TARGET_GROUPS)
    return tuple(share for share in shares if share.count)


def stacked_bar(shares: Iterable[Share], of: int | None = None) -> Markup:
    """The shares beside each other, over a length of `of` (their sum without it)."""
    parts = [share for share in shares if share.count]
    total = of or sum(share.count for share in parts) or 1
    rects, at = Markup(""), 0
    for share in parts:
        start, end = _part(Decimal(at), Decimal(total)), _part(Decimal(at + share.count), Decimal(total))
        rects += Markup('<rect class="{}" x="{}" width="{}" height="{}"><title>{}：{}</title></rect>').format(
            share.kind, start, max(end - start, 1), _HIGH, share.label, share.count
        )
        at += share.count
    name = "，".join(f"{share.label}{share.count}" for share in parts)
    return Markup(
        '<svg class="bar" viewBox="0 0 {} {}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
    ).format(_WIDE, _HIGH, name, rects)


def plain_number(value: Decimal) -> str:
    """A number without closing zeros and without an exponent."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _part(value: Decimal, whole: Decimal) -> int:
    return int(value / whole * _WIDE) if whole else 0
