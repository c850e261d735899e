"""How the facts of an event bus read."""

from __future__ import annotations

from simcore.recording.charges import estimated_charges
from simcore.recording.reading import Count, Metric, Reading
from simcore.services.eventbridge.facts import EventPut

__all__ = ["READING"]

READING = Reading(
    metrics=(
        estimated_charges(": events put", EventPut),
        Metric(
            "EventsReceived",
            Count(EventPut),
            "Events received",
            "Events put on the bus.",
            counter="received",
        ),
    ),
)
