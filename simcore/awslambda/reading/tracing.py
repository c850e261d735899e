"""How what is traced reads."""

from __future__ import annotations

from simcore.awslambda.facts.tracing import InvocationTraced
from simcore.recording.reading import Count, Metric, Reading, Tally

__all__ = ["TRACING"]

TRACING = Reading(
    metrics=(
        Metric(
            "InvocationsTraced",
            Count(InvocationTraced),
            "Invocations traced",
            "Invocations that X-Ray samples, and of which Lambda sends segments.",
            counter="invocations_traced",
        ),
    ),
    tells=(Tally("invocations_traced", "traced"),),
)
