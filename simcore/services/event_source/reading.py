"""How the facts of a service that invokes read."""

from __future__ import annotations

from simcore.recording.reading import Balance, Count, Last, Metric, Reading, Tally
from simcore.services.event_source.asked.reading import ASKED
from simcore.services.event_source.facts import EventArose, SourceObserved
from simcore.services.event_source.pushed.reading import PUSHED

__all__ = ["READING"]

ALL = Reading(
    metrics=(
        Metric(
            "Events",
            Count(EventArose),
            "Events",
            "What happened that the function is to be told of; of a job its tasks.",
            counter="events",
        ),
        Metric(
            "EventsWaiting",
            (Last(SourceObserved, "waiting"),),
            "Events waiting",
            "Events that have not been delivered yet; of a job the tasks that nobody works on.",
            counter="events_waiting",
        ),
        Metric(
            "OperationsRunning",
            Last(SourceObserved, "running"),
            "Operations in work",
            "Operations, or tasks, that wait for the function.",
            counter="operations_running",
        ),
        Metric(
            "AnswersAwaited",
            Last(SourceObserved, "awaited"),
            "Answers awaited",
            "Events that were handed over and whose answer the service waits for.",
            counter="answers_awaited",
        ),
    ),
    observed=(SourceObserved,),
    balances=(
        Balance(
            ("events",),
            (
                "events_delivered",
                "events_lost",
                "operations_succeeded",
                "operations_failed",
                "tasks_skipped",
                "events_waiting",
                "operations_running",
            ),
        ),
    ),
    tells=(Tally("events"),),
    waits=("events_waiting", "operations_running"),
)

READING = ALL + PUSHED + ASKED
