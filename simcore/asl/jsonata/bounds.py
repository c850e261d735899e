"""What one expression may take: steps, depth and size, so that none goes on for ever.

Models: a second for each expression, counted in steps, because a clock would make results depend on
the machine: how many are in a second is assumed. Depth and size, which are not published, are what
others measured on AWS.

Ignores: the time that an expression takes: none passes.

Sources: developer guide, "Transforming data with JSONata"; Floci's notes on Step Functions (2026).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from simcore.asl.flow import Around
from simcore.asl.size import size_of

__all__ = ["BOUNDS", "MOST_BYTES", "MOST_DEPTH", "MOST_STEPS", "BeyondBounds"]

MOST_STEPS: Final = 250_000
MOST_DEPTH: Final = 100
MOST_BYTES: Final = 6_990_256
"""Of one value: eight for a number, one for a character."""

NUMBER_BYTES: Final = 8
ITEMS_PER_STEP: Final = 64
CHARACTERS_PER_STEP: Final = 1_024
"""What one step goes through: ours."""


class BeyondBounds(Exception):
    """An expression takes more than it may."""


class Bounds:
    """What the expression that is being evaluated has taken so far, and what it sees around it.

    The engine says when it begins and ends a step. Lists and objects are weighed once each; they
    are kept until the end, so that no other takes their place in memory.
    """

    def __init__(self) -> None:
        self.around: Around | None = None
        self.steps = self.depth = 0
        self.weights: dict[int, tuple[Any, int]] = {}

    def begin(self, around: Around | None, roots: Iterable[Any] = ()) -> None:
        """``roots`` are what the expression is given: JSON that is measured, not walked through."""
        self.around = around
        self.steps = self.depth = 0
        for root in roots:
            if isinstance(root, list | dict):
                self.weights[id(root)] = root, size_of(root)

    def end(self) -> None:
        self.around = None
        self.weights.clear()

    def entered(self, expression: Any, input: Any, environment: Any) -> None:
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise BeyondBounds(f"Stack overflow error: Depth={self.depth} max={MOST_DEPTH}")
        self.spend(1)

    def left(self, expression: Any, input: Any, environment: Any, result: Any) -> None:
        self.depth -= 1
        if isinstance(result, list | dict):
            if id(result) not in self.weights:
                self.weights[id(result)] = result, self.weight(result)
            joins = getattr(expression, "tuple", False)  # a@$x.b@$y goes through all pairs
            self.steps += len(result) // (1 if joins else ITEMS_PER_STEP)
        elif isinstance(result, str):
            self.steps += len(result) // CHARACTERS_PER_STEP
            not_too_large(len(result))

    def spend(self, steps: int) -> None:
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise BeyondBounds(f"Expression evaluation timeout: more than {MOST_STEPS:,} steps")

    def weight(self, value: list[Any] | dict[str, Any]) -> int:
        """Bytes of a value; raises `BeyondBounds` as soon as it is too much."""
        total, waiting = 0, [value]
        while waiting:
            whole = waiting.pop()
            not_too_large(len(whole))
            if isinstance(whole, dict):
                total += sum(map(len, whole))
            for one in whole.values() if isinstance(whole, dict) else whole:
                if isinstance(one, list | dict):
                    known = self.weights.get(id(one))
                    total += known[1] if known else 0
                    waiting += () if known else (one,)
                else:
                    total += len(one) if isinstance(one, str) else NUMBER_BYTES
            not_too_large(total)
        return total


def not_too_large(size: int) -> None:
    if size > MOST_BYTES:
        raise BeyondBounds("Expression evaluation memory limit exceeded")


BOUNDS: Final = Bounds()
