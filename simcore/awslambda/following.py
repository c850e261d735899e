"""What a function tells of a request that is followed: its invocation, from beginning to end.

The function itself does not look at what it is invoked with: whoever passes on a request that is
followed asks it to, and nobody else goes this way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.facts import OUTCOMES
from simcore.roles.following import Part
from simcore.roles.invocable import Invoke

__all__ = ["follow", "story_of"]

OnEnd = Callable[[ExecutionEnvironment], None]


class Invoked(Protocol):
    """A function, of either capacity."""

    id: str

    @property
    def invoke(self) -> Invoke[ExecutionEnvironment]:
        """How it is invoked."""


class Telling:
    """Tells one invocation's ``part``, and whoever invoked of its end."""

    __slots__ = ("on_end", "part")

    def __init__(self, part: Part, on_end: OnEnd) -> None:
        self.part, self.on_end = part, on_end

    def began(self, now: float, environment: ExecutionEnvironment | None) -> None:
        """It has begun, or was throttled: then there is none."""
        if environment is None:
            self.part.tell(now, "throttled")
            return
        slot, init_s, again_s = environment.slot, environment.init_s, environment.rerun_s
        if environment.traced:
            self.part.tell(now, "traced")
        if init_s:
            self.part.tell(now, "init", slot, init_s)
        if again_s:
            self.part.tell(now + init_s, "suppressed-init", slot, again_s)

    def ended(self, environment: ExecutionEnvironment) -> None:
        """It has ended."""
        step = OUTCOMES[environment.outcome]
        self.part.tell(environment.ends, step, environment.slot, environment.duration_s)
        self.on_end(environment)


def follow(function: Invoked, now: float, request: Any, on_end: OnEnd) -> Any:
    """Invoke the function with a request that is followed.

    What its handler calls belongs to its part; the request has its own again when it is passed on.
    """
    before: Part = request.story
    request.story = part = before.begin(now, function.id, "invoked")
    telling = Telling(part, on_end)
    environment = function.invoke(now, request, telling.ended)
    telling.began(now, environment)
    request.story = before
    return environment


def story_of(payload: Any) -> Part | None:
    """The part of a story to which an invocation with this payload belongs, if it is followed."""
    story: Part | None = getattr(payload, "story", None)
    return story
