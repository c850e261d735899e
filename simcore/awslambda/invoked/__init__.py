"""What surrounds an invocation of a function: its context, its variables, its log, its trace."""

from simcore.awslambda.invoked.context import context
from simcore.awslambda.invoked.log import log
from simcore.awslambda.invoked.trace import trace
from simcore.awslambda.invoked.variables import variables

__all__ = ["INVOKED"]

INVOKED = {"context": context, "environment": variables, "log": log, "trace": trace}
