"""Times the facts and the figure rules of the samples, a document at a time: `python -m benchmarks.figures`."""

from __future__ import annotations

from benchmarks.run import SAMPLES, median_of
from checker import load_pack, read
from checker.document import Document
from checker.pack import RulePack
from checker.understand.report import Report


def main() -> None:
    """Print milliseconds for the facts, the forms and all rules of figures together."""
    pack = load_pack()
    rules = [rule for rule in pack.rules if rule.family == "figure"]
    print(f"{'facts':>8} {'forms':>8} {'rules':>8}  ms")
    for path in sorted(SAMPLES.iterdir()):
        document = read(path)
        fresh = Report(document, pack.vocabulary)
        known = (
            fresh.identity,
            fresh.outline,
            fresh.facts,
            fresh.forms,
        )  # read once, so that the rules alone are timed
        times = [
            median_of(lambda: _report(document, pack).facts),
            median_of(lambda: _report(document, pack).forms),
            median_of(lambda: [outcome for rule in rules for outcome in rule.run(fresh)]),
        ]
        print(" ".join(f"{1000 * seconds:8.1f}" for seconds in times), path.name, f"{len(known[2])} facts")


def _report(document: Document, pack: RulePack) -> Report:
    return Report(document, pack.vocabulary)


if __name__ == "__main__":
    main()
