"""Report → findings, one module for each kind of check that a rule may name."""

from __future__ import annotations

from checker.checks.base import Rule
from checker.checks.forbid import Forbid

CHECKS: tuple[type[Rule], ...] = (Forbid,)
"""Every check kind; a rule's `check:` names one by the value of its `check` field."""
