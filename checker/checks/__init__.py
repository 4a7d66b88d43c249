"""Report → findings, one module for each kind of check that a rule may name."""

from __future__ import annotations

from checker.checks.base import Rule

CHECKS: tuple[type[Rule], ...] = ()
"""Every check kind; a rule's `check:` names one by the value of its `check` field."""
