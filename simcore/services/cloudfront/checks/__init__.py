"""Findings about distributions: their parts, and the functions at the edge."""

from simcore.services.cloudfront.checks.edge import CHECKS as OF_EDGE
from simcore.services.cloudfront.checks.parts import CHECKS as OF_PARTS

__all__ = ["CHECKS"]

CHECKS = (*OF_PARTS, *OF_EDGE)
