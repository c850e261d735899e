"""What every SQS mapping asks of its queue, standard or FIFO: to hide messages, to tell of them."""

from __future__ import annotations

from typing import Protocol, TypeVar

from simcore.awslambda.environments import ExecutionEnvironment


class Hidden(Protocol):
    """Messages received together, hidden until ``deadline`` (seconds)."""

    deadline: float


R = TypeVar("R", bound=Hidden)
Asked = TypeVar("Asked", contravariant=True)


class HidingQueue(Protocol[Asked]):
    """A queue whose receipts are of one kind."""

    def keep_hidden(self, receipt: Asked) -> None:
        """Leave the messages alone: they are visible again when their timeout ends."""

    def tell(self, now: float, receipt: Asked, step: str, a: float = 0.0, b: float = 0.0) -> None:
        """Add a step to the stories of the messages that are followed."""


def tell_invoked(
    queue: HidingQueue[R], now: float, receipt: R, environment: ExecutionEnvironment
) -> None:
    """The messages' invocation began at ``now``: what it goes through."""
    slot = environment.slot
    if environment.init_s:
        queue.tell(now, receipt, "init", slot, environment.init_s)
    begins, again_s = now + environment.init_s, environment.rerun_s
    if again_s:
        queue.tell(begins, receipt, "suppressed-init", slot, again_s)
    queue.tell(begins + again_s, receipt, "handler", slot, environment.duration_s - again_s)
