"""The fields of a scenario file, their types, units and ranges; one module a component.

A model holds what the document says. A field that has its default from the quota profile is
None until `Scenario.with_defaults` fills it in.
"""

from simcore.scenario.model.arrivals import Arrivals, TraceFile
from simcore.scenario.model.asynchronous import (
    Asynchronous,
    Destination,
    asynchronously_invoked,
    successors,
)
from simcore.scenario.model.bucket import Bucket
from simcore.scenario.model.bus import Bus
from simcore.scenario.model.calls import Call
from simcore.scenario.model.capacity import Capacity, ManagedInstances
from simcore.scenario.model.client import Client
from simcore.scenario.model.concurrency import ScheduledAction, TargetTracking
from simcore.scenario.model.distributions import DurationDistribution
from simcore.scenario.model.event_source_mapping import EventSourceMapping
from simcore.scenario.model.fifo import Fifo, FifoBatches, SentAgain
from simcore.scenario.model.filtering import FilterCriteria
from simcore.scenario.model.function import Function
from simcore.scenario.model.keys import Keys, Poison
from simcore.scenario.model.provisioned_pollers import ProvisionedPollers
from simcore.scenario.model.queue import Queue, Redrive
from simcore.scenario.model.redrive import MessageMoveTask
from simcore.scenario.model.scenario import FORMAT, Component, Scenario
from simcore.scenario.model.stream import DataStream, ShardCount, Table
from simcore.scenario.model.stream_mapping import StreamMapping
from simcore.scenario.model.topic import Topic
from simcore.scenario.model.traces import TraceBook
from simcore.scenario.model.versions import AdditionalVersion

__all__ = [
    "FORMAT",
    "AdditionalVersion",
    "Arrivals",
    "Asynchronous",
    "Bucket",
    "Bus",
    "Call",
    "Capacity",
    "Client",
    "Component",
    "DataStream",
    "Destination",
    "DurationDistribution",
    "EventSourceMapping",
    "Fifo",
    "FifoBatches",
    "FilterCriteria",
    "Function",
    "Keys",
    "ManagedInstances",
    "MessageMoveTask",
    "Poison",
    "ProvisionedPollers",
    "Queue",
    "Redrive",
    "Scenario",
    "ScheduledAction",
    "SentAgain",
    "ShardCount",
    "StreamMapping",
    "Table",
    "TargetTracking",
    "Topic",
    "TraceBook",
    "TraceFile",
    "asynchronously_invoked",
    "successors",
]
