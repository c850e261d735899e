"""What may be found about a function when a run is over."""

from simcore.awslambda.insights.asynchronous import ASYNCHRONOUS
from simcore.awslambda.insights.failures import COSTS, FAILURES
from simcore.awslambda.insights.limits import LIMITS
from simcore.awslambda.insights.provisioned import PROVISIONED
from simcore.awslambda.insights.recursion import RECURSION
from simcore.awslambda.insights.starts import STARTS

__all__ = ["FUNCTION"]

FUNCTION = (*LIMITS, *STARTS, *PROVISIONED, *FAILURES, *ASYNCHRONOUS, *RECURSION, *COSTS)
