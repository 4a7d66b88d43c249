"""`python -m corpus.score --documents 1000`: precision and recall of every rule on composed reports."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from corpus import accuracy
from corpus.score.cases import Case, choose, named
from corpus.score.run import Scored, advisory, document, pack, reviewed, score_all
from corpus.score.samples import count_samples, markdown_samples
from corpus.score.table import false_alarms, markdown, missed

_PLACES = {"tuned": "SCORE", "held-out": "HELD-OUT", "unseen": "UNSEEN"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m corpus.score", description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1, help="the first document's seed; the others follow")
    parser.add_argument(
        "--formats", default="", help="docx,pdf and so on, in turn (default: each document has its own)"
    )
    parser.add_argument("--parts", choices=sorted(_PLACES), default="tuned", help="the words that reports are made of")
    parser.add_argument("--jobs", type=int, default=1, help="worker processes")
    parser.add_argument("--rule", default="", help="only the defects of a rule or of a family")
    parser.add_argument("--list", choices=("missed", "false"), action="append", default=[], help="print documents")
    parser.add_argument("--save", type=Path, help="write the documents that were missed or gave false alarms")
    parser.add_argument("--write", action="store_true", help="write the table into docs/accuracy.md")
    parser.add_argument("--case", default="", help="SEED:RULE#N:FORMAT, as --list prints it: show this document")
    options = parser.parse_args()
    if options.case:
        try:
            case = named(options.case, options.parts)
        except ValueError:
            parser.error(f"没有这样的文档：{options.case}。写法见--list的输出，如7:score/rating#1:docx")
        _show(case)
        return
    if unknown := set(filter(None, options.formats.split(","))) - {"docx", "pdf", "xlsx", "html", "txt", "md"}:
        parser.error("没有这样的格式：" + "、".join(sorted(unknown)))
    if options.documents < 1 or options.jobs < 1:
        parser.error("--documents和--jobs都要大于0")
    started = time.monotonic()
    formats = [name for name in options.formats.split(",") if name]
    cases = choose(options.documents, options.seed, options.parts, formats, options.rule)
    try:
        scored = list(score_all(cases, options.jobs))
    except FileNotFoundError as error:
        parser.error(str(error))
    seconds = time.monotonic() - started
    rules = [rule.id for rule in pack().rules if not options.rule or rule.id.startswith(options.rule)]
    table = markdown(scored, rules, advisory(), seconds)
    if options.parts == "tuned":
        table += "\n\n" + markdown_samples(count_samples(pack(), rules))
    print(table)
    for name, lines in (("missed", missed), ("false", false_alarms)):
        if name in options.list:
            print(*lines(scored), sep="\n")
    if options.save:
        _save(scored, options.save)
    if options.write:
        accuracy.put(_PLACES[options.parts], table)


def _show(case: Case) -> None:
    """A document as the tool reads it, what it must find, and what it finds."""
    found, verdict = reviewed(case)
    print(found.report.text)
    print(*(f"{each.rule} {each.severity}  {each.message}" for each in found.findings), sep="\n")
    print(*(f"{each.rule} not checked  {each.reason}" for each in found.not_checked), sep="\n")
    print(f"found={verdict.found}  missing={verdict.missing}  false={[each.rule for each in verdict.false]}")


def _save(scored: list[Scored], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for each in scored:
        if each.verdict.found is False or each.verdict.false:
            data, format = document(each.case)
            rule = each.rule.replace("/", "-") or "faultless"
            (folder / f"{each.case.seed:06d}-{rule}.{format}").write_bytes(data)


if __name__ == "__main__":
    main()
