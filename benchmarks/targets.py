"""Precision and recall of the matching of targets on the labelled set: python -m benchmarks.targets [-v]

And, of every target that is met, what is said of it when the words that report on it are taken out of the report.
"""

from __future__ import annotations

import re
import sys
from collections import Counter

from checker.folding import fold
from tests.reviewing import report_of
from tests.target_pairs import HELD_OUT, TUNED, Labelled
from tests.target_pairs_eighth import EIGHTH
from tests.target_pairs_fifth import FIFTH
from tests.target_pairs_fourth import FOURTH
from tests.target_pairs_fresh import FRESH
from tests.target_pairs_seventh import SEVENTH
from tests.target_pairs_sixth import SIXTH

_MATCHED = frozenset(("met", "exceeded", "unmet", "explained", "conflict"))


def pairs(documents: tuple[Labelled, ...]) -> list[tuple[str, str, str, str]]:
    """(document, target's words, label, status) of every labelled target; a target that was not found is `lost`."""
    found = []
    for document in documents:
        targets = report_of(document.text).targets
        for words, label in document.labels:
            start = re.sub(r"\s", "", fold(words))
            own = [t for t in targets if start in re.sub(r"\s", "", fold(t.span.cut(document.text)))]
            found.append((document.name, words, label, own[0].status if own else "lost"))
    return found


def scores(results: list[tuple[str, str, str, str]]) -> list[tuple[str, int, int, int]]:
    """For matched, met, unmet and unreported: true positives, predicted, labelled."""
    kinds = {
        "matched": (_MATCHED, _MATCHED),
        "met": (frozenset(("met", "exceeded")), frozenset(("met",))),
        "unmet": (frozenset(("unmet", "explained")), frozenset(("unmet", "explained"))),
        "unreported": (frozenset(("unreported",)), frozenset(("unreported",))),
    }
    table = []
    for name, (statuses, labels) in kinds.items():
        predicted = [row for row in results if row[3] in statuses]
        labelled = [row for row in results if row[2] in labels]
        table.append((name, sum(1 for row in predicted if row[2] in labels), len(predicted), len(labelled)))
    return table


def left_out(documents: tuple[Labelled, ...]) -> list[tuple[str, str, str]]:
    """(document, target's words, status) of every met target, its completions cut out of the report."""
    found = []
    for document in documents:
        for target in report_of(document.text).targets:
            if target.quantity is None or target.status not in ("met", "exceeded"):
                continue
            text = document.text
            for start, end in sorted({(done.span.start, done.span.end) for done in target.completions}, reverse=True):
                text = text[:start] + text[end:]
            again = [each for each in report_of(text).targets if each.name == target.name]
            found.append((document.name, target.span.cut(document.text), again[0].status if again else "lost"))
    return found


def main() -> None:
    sets = {
        "tuned": TUNED, "held out": HELD_OUT, "third set": FRESH, "fourth set": FOURTH, "fifth set": FIFTH,
        "sixth set": SIXTH, "seventh set": SEVENTH, "eighth set": EIGHTH,
    }  # fmt: skip
    for title, documents in sets.items():
        results = pairs(documents)
        print(f"{title}: {len(documents)} documents, {len(results)} pairs")
        for name, right, predicted, labelled in scores(results):
            precision = f"{right / predicted:.3f}" if predicted else "-"
            recall = f"{right / labelled:.3f}" if labelled else "-"
            print(f"  {name:11} precision {precision} ({right}/{predicted})  recall {recall} ({right}/{labelled})")
        print("  statuses:", dict(Counter(row[3] for row in results)))
        cut = left_out(documents)
        print(f"  {len(cut)} met targets with their completion taken out:", dict(Counter(row[2] for row in cut)))
        if "-v" in sys.argv:
            for document, words, label, status in results:
                if status != label and not (status == "exceeded" and label == "met"):
                    print(f"    {document} {words}: {label} → {status}")
            for document, words, status in cut:
                if status != "unreported":
                    print(f"    without its completion: {document} {words}: {status}")


if __name__ == "__main__":
    main()
