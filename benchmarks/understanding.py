"""How long it takes to understand a report of some 6,000 characters, warm: python -m benchmarks.understanding"""

from __future__ import annotations

import gc
from statistics import median
from time import perf_counter

from checker.understand import quantities
from tests.reviewing import document_of, report_of
from tests.target_pairs import TUNED

_VIEWS = ("outline", "forms", "identity", "facts", "targets")


def text(length: int = 6000) -> str:
    """A report of `length` characters: one set of targets, and the other reports' prose below it."""
    body = TUNED[0].text
    for number, document in enumerate(TUNED[1:] * 4, 1):
        if len(body) >= length:
            break
        body += f"{number}." + document.rest.replace("三、", "（一）").replace("四、", "（二）") + "\n"
    return body[:length]


def main() -> None:
    gc.set_threshold(100_000, 20, 20)  # as `jixiao check` sets it
    words = text()
    times: dict[str, list[float]] = {view: [] for view in (*_VIEWS, "all")}
    for _ in range(30):
        report = report_of(words)
        for kept in (quantities._scan, quantities._in_cell):
            kept.cache_clear()  # what a new report would not find there
        began = perf_counter()
        for view in _VIEWS:
            start = perf_counter()
            getattr(report, view)
            times[view].append(perf_counter() - start)
        times["all"].append(perf_counter() - began)
    print(f"{len(document_of(words).text)} characters, median of 30 runs, in ms:")
    for view, taken in times.items():
        print(f"  {view:9}{median(taken) * 1000:7.1f}")


if __name__ == "__main__":
    main()
