"""`python -m corpus.mutate [--list] [--jobs N] [SAMPLE…]`: how many changes of the samples are noticed."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from corpus.make_samples import SAMPLES
from corpus.mutate.run import of_files
from corpus.mutate.table import listing, markdown


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m corpus.mutate", description=__doc__)
    parser.add_argument("samples", nargs="*", type=Path, help="files to change (default: all samples)")
    parser.add_argument("--list", action="store_true", help="print the changes that were not noticed")
    parser.add_argument("--jobs", type=int, default=1, help="worker processes")
    parser.add_argument("--write", action="store_true", help="write the table into docs/accuracy.md")
    options = parser.parse_args()
    started = time.monotonic()
    paths = options.samples or sorted(SAMPLES.iterdir())
    found = list(of_files(paths, options.jobs))
    print(markdown(found))
    if options.list:
        print(listing(found))
    print(f"{len(paths)}份，{time.monotonic() - started:.0f}秒")


if __name__ == "__main__":
    main()
