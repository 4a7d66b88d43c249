"""Composes reports: `python -m corpus.build --documents N --seed S --output DIR`.

`compose(seed)` makes the plan of a faultless report (corpus/plan.py), `render(plan, format)` its bytes. The same seed
and parts give the same bytes. `formats(plan)` are the formats that a plan can be written in; plan.style.format is the
one that it was composed for.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.compose.composer import Change, compose
from corpus.compose.formats import formats, render
from corpus.plan import Plan

__all__ = ["Change", "compose", "file_name", "formats", "main", "render"]


def file_name(plan: Plan) -> str:
    """A file's name: the seed, the department and the project."""
    who = plan.project.identity
    return f"{plan.seed:06d}-{who.department}-{who.project}.{plan.style.format}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m corpus.build", description="按种子编写没有差错的绩效自评报告")
    parser.add_argument("--documents", type=int, default=100, metavar="N", help="写多少份（默认100）")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="第一份的种子，以后每份加一（默认1）")
    parser.add_argument("--parts", default="tuned", help="用哪一部分词句：tuned、held-out或unseen")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="写到哪个文件夹")
    options = parser.parse_args(arguments)
    if options.documents < 1:
        parser.error("--documents要大于0")
    try:
        compose(options.seed, options.parts)
    except FileNotFoundError as error:
        parser.error(str(error))
    options.output.mkdir(parents=True, exist_ok=True)
    for seed in range(options.seed, options.seed + options.documents):
        plan = compose(seed, options.parts)
        (options.output / file_name(plan)).write_bytes(render(plan, plan.style.format))
    print(f"写了{options.documents}份到{options.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
