"""Check kinds that other packages bring: the entry points of the group jixiao.checks.

An entry is named after its kind and gives a subclass of Rule whose `check` field has that name as its default:

    [project.entry-points."jixiao.checks"]
    signature = "my_checks:Signature"

The packages installed are looked through only when a pack names a kind that is not built in or when the kinds are
listed, and a plugin's module is imported only when its own kind is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

from checker.checks.base import Rule
from checker.errors import PackError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP: Final = "jixiao.checks"


def package_of(kind: type[Rule]) -> str | None:
    """The package that a check kind comes from; None for those of jixiao itself."""
    from importlib.metadata import entry_points

    module = kind.__module__
    if module.startswith("checker."):
        return None
    return next((_package(entry) for entry in entry_points(group=GROUP) if entry.module == module), module)


class Kinds(Mapping[str, type[Rule]]):
    """All check kinds by name, those built in first; a plugin's class is loaded when it is asked for.

    Raises PackError, in Chinese and with the package's name, where a plugin cannot be loaded, is no check kind, or
    takes a name that is built in or another plugin's.
    """

    def __init__(self, own: Mapping[str, type[Rule]]) -> None:
        self._own = own
        self._loaded: dict[str, type[Rule]] = {}

    @cached_property
    def _entries(self) -> dict[str, EntryPoint]:
        from importlib.metadata import entry_points

        found: dict[str, EntryPoint] = {}
        for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, _package(entry))):
            if entry.name in self._own:
                raise _refused(entry, "与内置的检查同名", "请更名或卸载这个包")
            other = found.get(entry.name)
            # One installation may be found twice on the path.
            if other is not None and (other.value, _package(other)) != (entry.value, _package(entry)):
                raise _refused(entry, f"与插件包“{_package(other)}”的检查同名", "请卸载其中一个包")
            found[entry.name] = entry
        return found

    def __getitem__(self, name: str) -> type[Rule]:
        if name in self._own:
            return self._own[name]
        if name not in self._loaded:
            self._loaded[name] = _load(self._entries[name])
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._own or name in self._entries

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from self._entries

    def __len__(self) -> int:
        return len(self._own) + len(self._entries)


def _package(entry: EntryPoint) -> str:
    return f"{entry.dist.name} {entry.dist.version}" if entry.dist is not None else entry.value


def _refused(entry: EntryPoint, what: str, remedy: str) -> PackError:
    return PackError("plugin-broken", f"插件包“{_package(entry)}”提供的检查“{entry.name}”不能使用：{what}", remedy)


def _load(entry: EntryPoint) -> type[Rule]:
    try:
        kind = entry.load()
    except Exception as error:  # a plugin's module may raise anything while it is imported
        said = " ".join(str(error).split())[:200]
        what = f"加载时出错（{type(error).__name__}：{said}）"
        raise _refused(entry, what, "请升级这个包，或卸载它并停用用到它的规则") from error
    if not (isinstance(kind, type) and issubclass(kind, Rule)):
        raise _refused(entry, f"“{entry.value}”不是Rule的子类", "请把这句话反馈给插件包的作者")
    name = kind.model_fields["check"].default
    if name != entry.name:
        named = f"“{name}”" if isinstance(name, str) else "空"
        what = f"类的check默认值是{named}，应与入口点的名称相同"
        raise _refused(entry, what, "请把这句话反馈给插件包的作者")
    if kind.run is Rule.run:
        raise _refused(entry, "没有run方法", "请把这句话反馈给插件包的作者")
    return kind
