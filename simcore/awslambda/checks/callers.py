"""Functions that nothing will reach."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.spec import Function
from simcore.component import Subject, warning
from simcore.errors import Check

__all__ = ["CHECKS"]


def idle_functions(subject: Subject) -> Iterator[Check]:
    """No client, no mapping, no destination leads there."""
    for id in subject.of(Function):
        if not subject.graph.into(id):
            yield warning(
                "function.no-caller",
                f"components.{id}",
                f"nothing invokes {id}",
                "let a client target it, or map a queue or a stream to it",
            )


CHECKS = (idle_functions,)
