"""What models state: ledgers, the facts that several types share, and what their numbers mean.

A model never counts. It appends one row to a ledger for each thing that happened; metrics,
frames, flags and stories are derived from the rows by :mod:`simcore.recording`. Rows are appended
as plain tuples in the field order of the facts' classes (building a named tuple on the hot path
would cost more than the event itself); the classes are the documentation and the key. The facts of
one type are beside its model, in its ``facts.py``.

Times ``t`` are float seconds since the start of the run; ``n`` counts messages.
"""

from __future__ import annotations

from simcore.facts.columns import CODES, ColumnRows, MostlyZero, Row, Usual
from simcore.facts.lanes import GroupObserved, GroupsPolled
from simcore.facts.ledger import (
    Ledger,
    Ledgers,
    columns_for,
    columns_of,
    ledgers_for,
    rows_of,
)
from simcore.facts.shared import (
    EventsFilteredOut,
    LimitReached,
    RequestStep,
    StoryStep,
    StreamObserved,
)
from simcore.facts.vocabulary import (
    ERROR,
    LIMITS,
    OUTCOMES,
    REQUEST_FATES,
    REQUEST_STEPS,
    STORY_STEPS,
    SUCCESS,
    THROTTLE_REASONS,
    THROTTLED,
    TIMEOUT,
)

__all__ = [
    "CODES",
    "ERROR",
    "LIMITS",
    "OUTCOMES",
    "REQUEST_FATES",
    "REQUEST_STEPS",
    "STORY_STEPS",
    "SUCCESS",
    "THROTTLED",
    "THROTTLE_REASONS",
    "TIMEOUT",
    "ColumnRows",
    "EventsFilteredOut",
    "GroupObserved",
    "GroupsPolled",
    "Ledger",
    "Ledgers",
    "LimitReached",
    "MostlyZero",
    "RequestStep",
    "Row",
    "StoryStep",
    "StreamObserved",
    "Usual",
    "columns_for",
    "columns_of",
    "ledgers_for",
    "rows_of",
]
