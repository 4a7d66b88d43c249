"""jixiao: a rules-driven reviewer of budget-performance self-evaluation reports."""

__version__ = "0.1.0"
