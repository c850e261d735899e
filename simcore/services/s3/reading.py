"""How the facts of a bucket read."""

from __future__ import annotations

from simcore import facts
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import Count, Metric, Reading

__all__ = ["READING"]

READING = Reading(
    metrics=(
        estimated_charges(": objects put", facts.ObjectPut),
        Metric(
            "ObjectsReceived",
            Count(facts.ObjectPut),
            "Objects received",
            "Objects put into the bucket.",
            counter="received",
        ),
    ),
)
