"""What several commands share: how a mistake in calling them is said, packs, the choice of rules, output files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from checker.chinese_click import nearest

if TYPE_CHECKING:
    from checker.pack import RulePack


class Usage(click.UsageError):
    """A mistake in how the command was called, said in Chinese already."""


def load_pack(name: str | None) -> RulePack:
    from checker import pack

    return pack.load_pack(name or pack.DEFAULT_PACK)


def selection(pack: RulePack, select: Sequence[str], ignore: Sequence[str]) -> Callable[[str], bool]:
    """Which rule ids to apply; every name must be a rule's or a family's."""
    ids = [rule.id for rule in pack.rules]
    names = [*ids, *dict.fromkeys(id.partition("/")[0] for id in ids)]

    def expand(given: Sequence[str]) -> frozenset[str]:
        chosen: set[str] = set()
        for name in (part.strip() for item in given for part in item.split(",")):
            if name not in names:
                raise Usage(f"规则包{pack.id}里没有规则或类别“{name}”{nearest(name, names)}")
            chosen |= {id for id in ids if id == name or id.startswith(name + "/")}
        return frozenset(chosen)

    selected, ignored = expand(select) if select else frozenset(ids), expand(ignore)
    return lambda rule: rule in selected and rule not in ignored


def refuse_overwriting(output: str | None, files: Sequence[str]) -> None:
    """The input is never written to, and a folder that is not there is said before the work is done."""
    if output is None:
        return
    target = Path(output)
    if not target.parent.is_dir():
        raise Usage(f"输出文件夹“{target.parent}”不存在，请先建立")
    if target.is_dir():
        raise Usage(f"“{output}”是文件夹，请给出文件名")
    if target.exists() and any(Path(file).exists() and target.samefile(file) for file in files):
        raise Usage(f"“{output}”就是要检查的文件，不能写入；请换一个文件名")


def colour() -> bool:
    """Colour is for a terminal, and for those who do not ask to be spared it (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def say(text: str, output: str | None) -> None:
    """Write a text to a file, or to the screen where no file is named."""
    if output is None:
        click.echo(text, nl=False)
        return
    from checker.render import write_text

    write_text(Path(output), text)
