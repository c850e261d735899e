"""How the facts of a bucket read."""

from __future__ import annotations

from simcore.recording.charges import estimated_charges
from simcore.recording.reading import Count, Metric, Reading
from simcore.services.s3.facts import ObjectPut

__all__ = ["READING"]

READING = Reading(
    metrics=(
        estimated_charges(": objects put", ObjectPut),
        Metric(
            "ObjectsReceived",
            Count(ObjectPut),
            "Objects received",
            "Objects put into the bucket.",
            counter="received",
        ),
    ),
)
