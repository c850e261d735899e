"""Hand-made components, whose ledgers a test fills itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest

from simcore import facts
from simcore.awslambda.event_source_mapping.facts import (
    BatchAbandoned,
    BatchFailed,
    BatchInvoked,
    BatchSucceeded,
    BatchThrottled,
    MappingObserved,
)
from simcore.awslambda.event_source_mapping.streams.facts import (
    ReadRefused,
    RecordProcessed,
    RecordsDiscarded,
    RecordsExpired,
    RecordsPolled,
    ShardObserved,
    StreamBatchInvoked,
    StreamBatchSucceeded,
    StreamMappingObserved,
    WindowClosed,
    WindowInvoked,
)
from simcore.awslambda.facts.asynchronous import (
    AsyncAttemptFailed,
    AsyncAttemptRefused,
    AsyncAttemptStarted,
    AsyncEventDuplicated,
    AsyncEventEnded,
    AsyncEventReceived,
    AsyncObserved,
    DeliveryFailed,
    DestinationDelivered,
    RecursiveInvocationDropped,
)
from simcore.awslambda.facts.invocations import (
    AccountObserved,
    EnvironmentReclaimed,
    FunctionObserved,
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.lifecycle import (
    EnvironmentRestored,
    ProactivelyInitialized,
    RestoreTimedOut,
    SuppressedInit,
)
from simcore.awslambda.facts.managed import (
    CapacityObserved,
    ConcurrencyThrottled,
    EnvironmentOccupied,
    EnvironmentReady,
    EnvironmentsRequested,
    EnvironmentVacated,
)
from simcore.awslambda.facts.provisioned import (
    AdditionalVersionEnded,
    AdditionalVersionInvoked,
    ProvisionedAllocated,
    ProvisionedInvocationEnded,
    ProvisionedInvocationStarted,
    ProvisionedObserved,
    ProvisionedReady,
    ProvisionedRequested,
    ProvisionedSpilledOver,
)
from simcore.components import READINGS
from simcore.facts import Ledgers, ledgers_for
from simcore.recording import Recorder
from simcore.services.clients.facts import RequestEnded, RequestSent
from simcore.services.dynamodb.facts import (
    ItemWriteThrottled,
    ItemWritten,
    RecordsReturned,
    ShardRolledOver,
)
from simcore.services.eventbridge.facts import EventPut
from simcore.services.kinesis.facts import ReadThrottled, RecordPut, RecordsRead, WriteThrottled
from simcore.services.s3.facts import ObjectPut
from simcore.services.sns.facts import (
    MessagePublished,
    NotificationDelivered,
    NotificationFailed,
    NotificationFilteredOut,
    NotificationRedriven,
)
from simcore.services.sqs.facts import (
    EmptyReceived,
    GroupsObserved,
    MessageDeleted,
    MessagesBecameVisible,
    MessagesDeadLettered,
    MessagesDeduplicated,
    MessagesExpired,
    MessagesLeftAlone,
    MessagesPurged,
    MessagesReceived,
    MessagesReturned,
    MessagesSent,
    MessagesTakenIn,
    QueueObserved,
    SendsRefused,
)

make_recorder = partial(Recorder, readings=READINGS)

FUNCTION = (
    InvocationStarted,
    InvocationEnded,
    InvocationThrottled,
    EnvironmentReclaimed,
    SuppressedInit,
    EnvironmentRestored,
    RestoreTimedOut,
    ProactivelyInitialized,
    FunctionObserved,
    AdditionalVersionInvoked,
    AdditionalVersionEnded,
    ProvisionedRequested,
    ProvisionedAllocated,
    ProvisionedReady,
    ProvisionedInvocationStarted,
    ProvisionedInvocationEnded,
    ProvisionedSpilledOver,
    ProvisionedObserved,
    facts.LimitReached,
    facts.StoryStep,
)
MANAGED = (
    EnvironmentsRequested,
    EnvironmentReady,
    EnvironmentOccupied,
    EnvironmentVacated,
    ConcurrencyThrottled,
    CapacityObserved,
)
ASYNCHRONOUS = (
    AsyncEventReceived,
    AsyncEventDuplicated,
    AsyncAttemptStarted,
    AsyncAttemptRefused,
    AsyncAttemptFailed,
    AsyncEventEnded,
    RecursiveInvocationDropped,
    DestinationDelivered,
    DeliveryFailed,
    AsyncObserved,
    facts.StoryStep,
)
TOPIC = (
    MessagePublished,
    NotificationDelivered,
    NotificationFilteredOut,
    NotificationFailed,
    NotificationRedriven,
)
BUS = (EventPut,)
BUCKET = (ObjectPut,)
QUEUE = (
    MessagesSent,
    MessagesTakenIn,
    MessagesBecameVisible,
    MessagesReceived,
    EmptyReceived,
    MessageDeleted,
    MessagesReturned,
    MessagesDeadLettered,
    MessagesExpired,
    MessagesPurged,
    MessagesLeftAlone,
    QueueObserved,
    GroupsObserved,
    MessagesDeduplicated,
    SendsRefused,
    facts.LimitReached,
    facts.StoryStep,
)
MAPPING = (
    BatchInvoked,
    BatchSucceeded,
    BatchFailed,
    BatchThrottled,
    BatchAbandoned,
    MappingObserved,
    facts.LimitReached,
)
STREAM = (
    RecordPut,
    WriteThrottled,
    RecordsRead,
    ReadThrottled,
    facts.StreamObserved,
)
TABLE = (
    ItemWritten,
    ItemWriteThrottled,
    RecordsReturned,
    ShardRolledOver,
    facts.StreamObserved,
)
STREAM_MAPPING = (
    RecordsPolled,
    ReadRefused,
    RecordsExpired,
    facts.EventsFilteredOut,
    StreamBatchInvoked,
    StreamBatchSucceeded,
    RecordProcessed,
    BatchFailed,
    BatchThrottled,
    RecordsDiscarded,
    WindowClosed,
    WindowInvoked,
    StreamMappingObserved,
    ShardObserved,
    facts.StoryStep,
)
CLIENT = (RequestSent, RequestEnded)
ACCOUNT = (AccountObserved,)


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
