"""Hand-made components, whose ledgers a test fills itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from simcore import facts
from simcore.components import READINGS
from simcore.facts import Ledgers, ledgers_for
from simcore.recording import Recorder

make_recorder = partial(Recorder, readings=READINGS)

FUNCTION = (
    facts.InvocationStarted,
    facts.InvocationEnded,
    facts.InvocationThrottled,
    facts.EnvironmentReclaimed,
    facts.SuppressedInit,
    facts.EnvironmentRestored,
    facts.RestoreTimedOut,
    facts.ProactivelyInitialized,
    facts.FunctionObserved,
    facts.AdditionalVersionInvoked,
    facts.AdditionalVersionEnded,
    facts.ProvisionedRequested,
    facts.ProvisionedAllocated,
    facts.ProvisionedReady,
    facts.ProvisionedInvocationStarted,
    facts.ProvisionedInvocationEnded,
    facts.ProvisionedSpilledOver,
    facts.ProvisionedObserved,
    facts.LimitReached,
    facts.StoryStep,
)
MANAGED = (
    facts.EnvironmentsRequested,
    facts.EnvironmentReady,
    facts.EnvironmentOccupied,
    facts.EnvironmentVacated,
    facts.ConcurrencyThrottled,
    facts.CapacityObserved,
)
ASYNCHRONOUS = (
    facts.AsyncEventReceived,
    facts.AsyncEventDuplicated,
    facts.AsyncAttemptStarted,
    facts.AsyncAttemptRefused,
    facts.AsyncAttemptFailed,
    facts.AsyncEventEnded,
    facts.RecursiveInvocationDropped,
    facts.DestinationDelivered,
    facts.DeliveryFailed,
    facts.AsyncObserved,
    facts.StoryStep,
)
TOPIC = (
    facts.MessagePublished,
    facts.NotificationDelivered,
    facts.NotificationFilteredOut,
    facts.NotificationFailed,
    facts.NotificationRedriven,
)
BUS = (facts.EventPut,)
BUCKET = (facts.ObjectPut,)
QUEUE = (
    facts.MessagesSent,
    facts.MessagesBecameVisible,
    facts.MessagesReceived,
    facts.EmptyReceived,
    facts.MessageDeleted,
    facts.MessagesReturned,
    facts.MessagesDeadLettered,
    facts.MessagesExpired,
    facts.QueueObserved,
    facts.GroupsObserved,
    facts.MessagesDeduplicated,
    facts.SendsRefused,
    facts.LimitReached,
    facts.StoryStep,
)
MAPPING = (
    facts.BatchInvoked,
    facts.BatchSucceeded,
    facts.BatchFailed,
    facts.BatchThrottled,
    facts.BatchAbandoned,
    facts.MappingObserved,
    facts.LimitReached,
)
STREAM = (
    facts.RecordPut,
    facts.WriteThrottled,
    facts.RecordsRead,
    facts.ReadThrottled,
    facts.StreamObserved,
)
TABLE = (
    facts.ItemWritten,
    facts.ItemWriteThrottled,
    facts.RecordsReturned,
    facts.StreamObserved,
)
STREAM_MAPPING = (
    facts.RecordsPolled,
    facts.RecordsExpired,
    facts.EventsFilteredOut,
    facts.StreamBatchInvoked,
    facts.StreamBatchSucceeded,
    facts.RecordProcessed,
    facts.BatchFailed,
    facts.BatchThrottled,
    facts.RecordsDiscarded,
    facts.WindowClosed,
    facts.StreamMappingObserved,
    facts.ShardObserved,
    facts.StoryStep,
)
CLIENT = (facts.RequestSent, facts.RequestEnded)
ACCOUNT = (facts.AccountObserved,)


@dataclass
class Component:
    """An id, a type and ledgers; of a function its settings."""

    id: str
    type: str
    ledgers: Ledgers = field(default_factory=dict)
    settings: Any = None

    def state(self, fact: type, *rows: tuple) -> None:
        """Append rows to the ledger of ``fact``."""
        self.ledgers[fact].rows.extend(rows)


def reserved(component: Component, concurrency: int) -> Component:
    """The function, with reserved concurrency."""
    component.settings = SimpleNamespace(reserved_concurrency=concurrency)
    return component


def edge(start: str, end: str, kind: str) -> dict[str, str]:
    """What flows from one component to another, as a topology has it."""
    return {"from": start, "to": end, "kind": kind}


@pytest.fixture
def function() -> Component:
    return Component("worker", "function", ledgers_for(*FUNCTION))


@pytest.fixture
def events() -> Component:
    """The internal event queue of the function."""
    return Component("worker", "function", ledgers_for(*ASYNCHRONOUS))


@pytest.fixture
def queue() -> Component:
    return Component("orders", "queue", ledgers_for(*QUEUE))


@pytest.fixture
def mapping() -> Component:
    return Component("poller", "event_source_mapping", ledgers_for(*MAPPING))


@pytest.fixture
def client() -> Component:
    return Component("caller", "client", ledgers_for(*CLIENT))


@pytest.fixture
def account() -> Component:
    return Component("account", "account", ledgers_for(*ACCOUNT))
