"""What callers need of a function, on whatever capacity it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from simcore.awslambda.environments import ExecutionEnvironment


class Timed(Protocol):
    """Settings of a function, as its callers see them."""

    @property
    def timeout_s(self) -> float:
        """An invocation is cut off after this."""


class Invocable(Protocol):
    """A function that can be invoked."""

    id: str

    @property
    def settings(self) -> Timed:
        """What a scenario says of it."""

    def invoke(
        self,
        now: float,
        payload: Any,
        on_end: Callable[[ExecutionEnvironment], None],
        synchronous: bool = True,
    ) -> ExecutionEnvironment | None:
        """Run one invocation; None when it was throttled."""
