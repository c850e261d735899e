"""How the facts of an event bus read."""

from __future__ import annotations

from simcore import facts
from simcore.recording.charges import estimated_charges
from simcore.recording.reading import Count, Metric, Reading

__all__ = ["READING"]

READING = Reading(
    metrics=(
        estimated_charges(": events put", facts.EventPut),
        Metric(
            "EventsReceived",
            Count(facts.EventPut),
            "Events received",
            "Events put on the bus.",
            counter="received",
        ),
    ),
)
