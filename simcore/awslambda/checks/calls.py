"""What handlers call: nobody waits for itself."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.spec import Function
from simcore.component import Subject, error
from simcore.component.graph import SYNCHRONOUS
from simcore.errors import Check

__all__ = ["CHECKS"]


def cycles(subject: Subject) -> Iterator[Check]:
    """Calls that lead back to the function that made the first of them."""
    functions = subject.of(Function)
    for way in subject.graph.circles(SYNCHRONOUS):
        caller = next((id for id in way if id in functions), None)
        if caller is None:
            continue  # front doors alone: they say so themselves
        yield error(
            "function.call-cycle",
            f"components.{caller}.calls",
            f"calls would go round: {' to '.join([*way, way[0]])}",
            "each would wait for itself; let one of them send a message or an event instead",
        )


CHECKS = (cycles,)
