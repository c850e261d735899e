"""The facts that models state: the row types of every ledger.

A model never counts. It appends one row to a ledger for each thing that happened; metrics,
frames, flags and stories are derived from the rows by :mod:`simcore.recording`. Rows are appended
as plain tuples in the field order of the classes below (building a named tuple on the hot path
would cost more than the event itself); the classes are the documentation and the key.

Times ``t`` are float seconds since the start of the run; ``n`` counts messages.
"""

from __future__ import annotations

from simcore.facts.invocations import (
    AccountObserved,
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.facts.ledger import (
    Ledger,
    Ledgers,
    ledgers_for,
)
from simcore.facts.messages import (
    BatchAbandoned,
    BatchFailed,
    BatchInvoked,
    BatchSucceeded,
    BatchThrottled,
    EmptyReceived,
    MappingObserved,
    MessageDeleted,
    MessagesBecameVisible,
    MessagesDeadLettered,
    MessagesExpired,
    MessagesReceived,
    MessagesReturned,
    MessagesSent,
    QueueObserved,
)
from simcore.facts.requests import (
    LimitReached,
    RequestEnded,
    RequestSent,
    StoryStep,
)
from simcore.facts.vocabulary import (
    ERROR,
    LIMITS,
    OUTCOMES,
    STORY_STEPS,
    SUCCESS,
    THROTTLE_REASONS,
    THROTTLED,
    TIMEOUT,
)

__all__ = [
    "ERROR",
    "LIMITS",
    "OUTCOMES",
    "STORY_STEPS",
    "SUCCESS",
    "THROTTLED",
    "THROTTLE_REASONS",
    "TIMEOUT",
    "AccountObserved",
    "BatchAbandoned",
    "BatchFailed",
    "BatchInvoked",
    "BatchSucceeded",
    "BatchThrottled",
    "EmptyReceived",
    "EnvironmentReclaimed",
    "FunctionObserved",
    "InvocationEnded",
    "InvocationStarted",
    "InvocationThrottled",
    "Ledger",
    "Ledgers",
    "LimitReached",
    "MappingObserved",
    "MessageDeleted",
    "MessagesBecameVisible",
    "MessagesDeadLettered",
    "MessagesExpired",
    "MessagesReceived",
    "MessagesReturned",
    "MessagesSent",
    "QueueObserved",
    "RequestEnded",
    "RequestSent",
    "StoryStep",
    "ledgers_for",
]
