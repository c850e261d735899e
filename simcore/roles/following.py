"""Requests that are followed one by one: which of them, and what all who handle one tell of it.

A request that is followed has a part of its story with it. Who gets it begins a part of that part
and tells its steps; what it passes on has the new one with it. All others have None, and nobody
tells anything of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from simcore.facts import Ledger
from simcore.roles.invocable import Invocable, Reply

__all__ = ["Following", "Part", "came", "passed"]

R = TypeVar("R", bound=Reply)

MOST = 200
"""So many requests of one sender: more than these nobody would be told of."""


class Story:
    """A request of ``at`` that is followed; ``parts`` counts the parts of its story so far."""

    __slots__ = ("at", "number", "parts", "steps")

    def __init__(self, steps: Ledger, number: int, at: str) -> None:
        self.steps, self.number, self.at, self.parts = steps, number, at, 0


class Part:
    """What one component, ``at`` that id, does in a story."""

    __slots__ = ("at", "number", "story")

    def __init__(self, story: Story, at: str) -> None:
        self.story, self.at, self.number = story, at, story.parts
        story.parts += 1

    def tell(self, t: float, step: str, a: float = 0.0, b: float = 0.0) -> None:
        """A step of `facts.REQUEST_STEPS`, with its numbers."""
        story = self.story
        story.steps.append((t, story.number, self.number, step, self.at, a, b))

    def begin(self, t: float, at: str, step: str, a: float = 0.0) -> Part:
        """A part of this one, which this step begins."""
        part = Part(self.story, at)
        part.tell(t, step, a, self.number)
        return part

    def end(self, t: float, outcome: int, attempts: int) -> None:
        """The request is over for its sender: a step of the first part."""
        story = self.story
        story.steps.append((t, story.number, 0, "ended", story.at, outcome, attempts))


class Following:
    """Follows one request in ``stride`` of whoever sends them, from the first on; none at 0.

    The sender counts ``left`` down at each request, and asks when there are none.
    """

    __slots__ = ("at", "left", "steps", "stride", "told")

    def __init__(self, steps: Ledger, at: str, stride: int) -> None:
        self.steps, self.at, self.stride = steps, at, stride
        self.left, self.told = min(stride, 1), 0

    def begin(self, now: float, resource: int = 0, caller: int = 0) -> Part:
        """The request that is sent now is followed: the first part of its story."""
        part = Part(Story(self.steps, self.told * self.stride, self.at), self.at)
        part.tell(now, "sent", resource, caller)
        self.told += 1
        self.left = self.stride if self.told < MOST else 0
        return part


def came(now: float, payload: Any, at: str) -> Part | None:
    """The part of ``at``, which is asked something with a payload that may be followed."""
    story: Part | None = getattr(payload, "story", None)
    return None if story is None else story.begin(now, at, "came")


def passed(now: float, target: Invocable[R], request: Any, on_end: Callable[[R], None]) -> R | None:
    """Invoke the target with a request that is followed.

    A function does not look at what it is invoked with, so that it has a method `follow` for those;
    whoever has none tells of its part itself.
    """
    follow = getattr(target, "follow", None)
    if follow is None:
        return target.invoke(now, request, on_end)
    reply: R | None = follow(now, request, on_end)
    return reply
