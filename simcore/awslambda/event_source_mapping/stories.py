"""What every SQS mapping, standard or FIFO, tells of the messages that are followed."""

from __future__ import annotations

from typing import TypeVar

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.engine.environment import INF
from simcore.roles.polled import Polled

R = TypeVar("R")


def tell_invoked(
    queue: Polled[R], now: float, receipt: R, environment: ExecutionEnvironment
) -> None:
    """The messages' invocation began at ``now``: what it goes through, as far as it is known."""
    slot = environment.slot
    if slot < 0:  # it was refused as recursive: no environment ran it
        return
    if environment.traced:
        queue.tell(now, receipt, "traced")
    if environment.init_s:
        queue.tell(now, receipt, "init", slot, environment.init_s)
    begins, again_s = now + environment.init_s, environment.rerun_s
    if again_s:
        queue.tell(begins, receipt, "suppressed-init", slot, again_s)
    if environment.ends < INF:
        queue.tell(begins + again_s, receipt, "handler", slot, environment.duration_s - again_s)


def tell_handled(queue: Polled[R], receipt: R, environment: ExecutionEnvironment) -> None:
    """The messages' invocation ended, and nobody knew when it would: how long its handler ran."""
    begins = environment.started + environment.init_s + environment.rerun_s
    handler_s = environment.duration_s - environment.rerun_s
    queue.tell(begins, receipt, "handler", environment.slot, handler_s)
