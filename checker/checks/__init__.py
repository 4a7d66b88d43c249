"""Report → findings, one module for each kind of check that a rule may name."""

from __future__ import annotations

from checker.checks.assertion import Assert
from checker.checks.attachment import AttachmentMissing
from checker.checks.base import Rule
from checker.checks.conflict import Conflict, UnitSlip
from checker.checks.date import DatedEarly
from checker.checks.dimension import IndicatorMissing
from checker.checks.duplicate import Duplicate
from checker.checks.fact import FactMissing
from checker.checks.forbid import Forbid
from checker.checks.method import MethodUnnamed
from checker.checks.name import NameMismatch
from checker.checks.numbering import Numbering
from checker.checks.problems import NoProblems
from checker.checks.rate import RateMismatch
from checker.checks.ratio import RatioMismatch
from checker.checks.require import Require
from checker.checks.score_items import ExecutionScore, QualitativeScore, QuantitativeScore, UnexplainedScore
from checker.checks.score_sums import DoubleScored, ExceedsWeight, ScoreSum, WeightSum
from checker.checks.score_totals import Conclusion, FullMarks, Inflated, Rating, WeightScheme
from checker.checks.section import SectionEmpty, SectionMissing, SectionOrder
from checker.checks.section_text import SectionText
from checker.checks.sums import SumMismatch
from checker.checks.table import TableMissing
from checker.checks.table_rows import TableRows
from checker.checks.target_conflict import TargetConflict
from checker.checks.target_outcome import (
    TargetOverAchieved,
    TargetUnexplained,
    TargetUnmet,
    TargetUnreported,
    TargetVagueReason,
)
from checker.checks.target_overclaimed import TargetOverclaimed
from checker.checks.target_row import TargetCopied, TargetImpossible, TargetUnitMismatch
from checker.checks.target_set import TargetSet
from checker.checks.target_stated import TargetNoneStated, TargetUnquantified
from checker.checks.typo import Typo
from checker.checks.unit_missing import UnitMissing
from checker.checks.vague import VagueClaim
from checker.checks.year import YearMismatch

CHECKS: tuple[type[Rule], ...] = (
    Assert,
    Require,
    Forbid,
    SectionText,
    TableRows,
    FactMissing,
    TargetSet,
    RateMismatch,
    Conflict,
    UnitSlip,
    SumMismatch,
    RatioMismatch,
    UnitMissing,
    SectionMissing,
    SectionEmpty,
    SectionOrder,
    Numbering,
    TableMissing,
    AttachmentMissing,
    IndicatorMissing,
    Conclusion,
    WeightSum,
    ScoreSum,
    ExceedsWeight,
    DoubleScored,
    ExecutionScore,
    QuantitativeScore,
    UnexplainedScore,
    QualitativeScore,
    Rating,
    WeightScheme,
    FullMarks,
    Inflated,
    Duplicate,
    YearMismatch,
    NameMismatch,
    DatedEarly,
    NoProblems,
    MethodUnnamed,
    Typo,
    VagueClaim,
    TargetNoneStated,
    TargetUnquantified,
    TargetUnreported,
    TargetUnexplained,
    TargetUnmet,
    TargetOverclaimed,
    TargetConflict,
    TargetOverAchieved,
    TargetCopied,
    TargetUnitMismatch,
    TargetImpossible,
    TargetVagueReason,
)
"""Every check kind; a rule's `check:` names one by the value of its `check` field."""
