"""Downstreams that nobody calls, and lines that nobody waits in."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, warning
from simcore.errors import Check
from simcore.services.downstream.spec import Downstream

__all__ = ["CHECKS"]


def no_calls(subject: Subject) -> Iterator[Check]:
    """Nobody calls it."""
    for id in subject.of(Downstream):
        if not subject.graph.into(id):
            yield warning(
                "downstream.no-calls",
                f"components.{id}",
                f"nobody calls {id}",
                f"calls: [{{target: {id}}}] of the function whose handlers call it",
            )


CHECKS = (no_calls,)
