"""A total and its parts, and when the parts must be all there is or may not overlap."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from checker.document import Span
from checker.understand.quantity import Quantity

AT_FIRST: Final = re.compile(r"年初|原有|续建|上年结转")
ADDED: Final = re.compile(r"年中|新增|增加|追加|新建")
_REST: Final = re.compile(r"^(?:其余|剩余|其它|其他)")
# Two kinds that leave no third, and that nothing can be both of.
_PAIRS: Final = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        (r"^上半年", r"^下半年"),
        (r"^男", r"^女"),
        (r"^(?:城镇|城市|城区)", r"^(?:农村|乡村|乡镇)"),
        (r"^线上", r"^(?:线下|现场)"),
        (r"^汛前", r"^汛后"),
    )
)
_PEOPLE: Final = re.compile(r"人|人次|名|户|位|家|个?村")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a total: its name, its figure, the place of both, and the share of the total that it is said to be."""

    name: str
    quantity: Quantity
    span: Span
    share: Quantity | None = None
    share_span: Span | None = None

    @property
    def end(self) -> int:
        """Where the part ends, its share included."""
        return max(self.quantity.span.end, self.share_span.end if self.share_span else 0)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A total and its parts in one unit.

    `partition` says that the text gives the parts as all there are (sources of funds, a bracket that only lists them,
    a sum after them); else there may be others. `open` says that there are others (等, 主要).
    """

    total: Quantity
    span: Span
    parts: tuple[Part, ...]
    partition: bool
    open: bool = False

    @property
    def distinct(self) -> bool:
        """Whether the parts are kinds of one thing by their names (采购合同, 服务合同), so that none is counted twice.

        People, households and the like belong to several kinds at once: 党员 and 妇女 of the same 300人. So do areas.
        """
        names = [re.sub(r"[^一-鿿]", "", part.name) for part in self.parts]
        if self.total.kind != "count" or _PEOPLE.fullmatch(self.total.unit) or any(len(name) < 2 for name in names):
            return False
        if any(one is not other and one.endswith(other) for one in names for other in names):
            return False  # 合同 and 采购合同
        tail = min(2, min(map(len, names)) - 1)  # 采购合同 and 服务合同, 县道 and 乡道
        return len({name[-tail:] for name in names}) == 1 and len(set(names)) == len(names)


def labels(name: str) -> list[str]:
    """The names of the parts that a figure is of: 小学、初中和高中各 is of three, 小学 of one."""
    if not name.endswith("各"):
        return [name]
    return [label for label in re.split(r"[、,]|和|及|以及|与", name.removesuffix("各")) if label] or [name]


def leaves_none(names: Sequence[str]) -> bool:
    """Whether parts of these names are all that there can be: 其余 closes a list, 上半年 and 下半年 make a year."""
    if re.match(_REST, names[-1]):
        return True
    if len(names) != 2:
        return False
    bare = [re.sub(r"^[\"':,有]+", "", name) for name in names]
    if AT_FIRST.search(bare[0]) and ADDED.search(bare[1]):
        return True
    return any(
        (one.search(bare[0]) and other.search(bare[1])) or (one.search(bare[1]) and other.search(bare[0]))
        for one, other in _PAIRS
    )
