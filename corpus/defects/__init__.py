"""One known defect at a time, put into the plan of a faultless report: what must be found, and nothing else.

The defects follow the words of the rule catalogue and the ways in which real reports are known to go wrong, never what
the tool happens to find.
"""

from corpus.defects import content, money, score, structure, target
from corpus.defects.base import REGISTRY, Defect, Spoilt

__all__ = ["DEFECTS", "Defect", "Spoilt", "content", "money", "score", "structure", "target"]

DEFECTS: tuple[Defect, ...] = tuple(REGISTRY)
