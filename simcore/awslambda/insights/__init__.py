"""What may be found about a function when a run is over."""

from simcore.awslambda.insights.limits import LIMITS
from simcore.awslambda.insights.starts import STARTS

__all__ = ["FUNCTION"]

FUNCTION = (*LIMITS, *STARTS)
