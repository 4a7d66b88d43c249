"""Report → findings, one module for each kind of check that a rule may name."""

from __future__ import annotations

from checker.checks.assertion import Assert
from checker.checks.attachment import AttachmentMissing
from checker.checks.base import Rule
from checker.checks.conflict import Conflict, UnitSlip
from checker.checks.dimension import IndicatorMissing
from checker.checks.fact import FactMissing
from checker.checks.forbid import Forbid
from checker.checks.numbering import Numbering
from checker.checks.rate import RateMismatch
from checker.checks.section import SectionEmpty, SectionMissing, SectionOrder
from checker.checks.table import TableMissing

CHECKS: tuple[type[Rule], ...] = (
    Forbid,
    Assert,
    FactMissing,
    RateMismatch,
    Conflict,
    UnitSlip,
    SectionMissing,
    SectionEmpty,
    SectionOrder,
    Numbering,
    TableMissing,
    AttachmentMissing,
    IndicatorMissing,
)
"""Every check kind; a rule's `check:` names one by the value of its `check` field."""
