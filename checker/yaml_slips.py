"""Slips of the pen in YAML that its parser tells at another place, or as something else."""

from __future__ import annotations

import re
from typing import Final

WIDE_COLON: Final = re.compile(r"\s*(?:- +)?[A-Za-z_]+\s*\uff1a")
"""A full-width colon behind a key."""
CLOSE_COLON: Final = re.compile(r"\s*(?:- +)?(?P<key>[A-Za-z_-]+)(?P<colon>:)(?!//)(?=\S)")
"""A line such as `check:require`, which lacks the blank behind its colon; https:// is none."""
TAB: Final = re.compile(r" *(?P<tab>\t)")
"""A tab in the indent."""
