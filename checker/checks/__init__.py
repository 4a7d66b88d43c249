"""Report → findings, one module for each kind of check that a rule may name."""

from __future__ import annotations

from checker.checks.base import Rule
from checker.checks.conflict import Conflict, UnitSlip
from checker.checks.fact import FactMissing
from checker.checks.forbid import Forbid
from checker.checks.rate import RateMismatch

CHECKS: tuple[type[Rule], ...] = (Forbid, FactMissing, RateMismatch, Conflict, UnitSlip)
"""Every check kind; a rule's `check:` names one by the value of its `check` field."""
