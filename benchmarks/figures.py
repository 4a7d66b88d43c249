"""Times the facts and the figure rules of the samples, a document at a time: `python -m benchmarks.figures`."""

from __future__ import annotations

from pathlib import Path

from benchmarks.run import SAMPLES, median_of
from checker import load_pack, read
from checker.pack import RulePack
from checker.understand.report import Report


def main() -> None:
    """Print milliseconds for the facts, the forms and all rules of figures together."""
    pack = load_pack()
    print(f"{'facts':>8} {'forms':>8} {'rules':>8}  ms")
    for path in sorted(SAMPLES.iterdir()):
        print(_line(path, pack))


def _line(path: Path, pack: RulePack) -> str:
    """What one document takes; outline and identity are read before the rules are timed."""
    document = read(path)
    fresh = Report(document, pack.vocabulary)
    count = len((fresh.facts, fresh.forms, fresh.identity, fresh.outline)[0])
    rules = [rule for rule in pack.rules if rule.family == "figure"]
    times = [
        median_of(lambda: Report(document, pack.vocabulary).facts),
        median_of(lambda: Report(document, pack.vocabulary).forms),
        median_of(lambda: [outcome for rule in rules for outcome in rule.run(fresh)]),
    ]
    return " ".join(f"{1000 * seconds:8.1f}" for seconds in times) + f"  {path.name} {count} facts"


if __name__ == "__main__":
    main()
