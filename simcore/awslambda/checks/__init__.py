"""What is wrong with a function, in words: findings with an id, a path, a message and a hint."""

from simcore.awslambda.checks import (
    asynchronous,
    callers,
    calls,
    concurrency,
    lifecycle,
    managed_instances,
    provisioned,
    sends,
    timeouts,
    variables,
)

__all__ = ["CHECKS"]

CHECKS = (
    *callers.CHECKS,
    *timeouts.CHECKS,
    *variables.CHECKS,
    *lifecycle.CHECKS,
    *concurrency.CHECKS,
    *provisioned.CHECKS,
    *managed_instances.CHECKS,
    *asynchronous.CHECKS,
    *calls.CHECKS,
    *sends.CHECKS,
)
