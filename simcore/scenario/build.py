"""From a scenario to live components: who talks to whom, with which numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Protocol

from simcore import facts
from simcore.awslambda.account import Account
from simcore.awslambda.event_source_mapping.fifo import FifoMapping
from simcore.awslambda.event_source_mapping.fleet import FleetSettings
from simcore.awslambda.event_source_mapping.settings import MappingSettings
from simcore.awslambda.event_source_mapping.sqs import SqsMapping
from simcore.awslambda.function import Function
from simcore.awslambda.managed_instances import ManagedFunction
from simcore.awslambda.settings import AdditionalSettings, FunctionSettings
from simcore.engine.arrivals import ArrivalSource
from simcore.engine.environment import Environment
from simcore.engine.streams import generator
from simcore.errors import EngineBug
from simcore.quotas import Profile
from simcore.scenario import asynchronous, calls, keys, model
from simcore.scenario.convert import arrival_source, distribution
from simcore.scenario.environments import cpu_work, lifecycle
from simcore.scenario.fifo import fifo_fleet, fifo_queue
from simcore.scenario.filtering import filter_criteria
from simcore.scenario.managed_instances import managed_settings
from simcore.scenario.mappings import Mappings
from simcore.scenario.provisioned import additional, provisioned
from simcore.scenario.redrive import move_tasks
from simcore.scenario.streams import STREAMS, StreamBuilder
from simcore.services.clients import AsynchronousClient, Producer, SynchronousClient
from simcore.services.keyed_clients import KeyedProducer, RepeatingProducer
from simcore.services.sqs import QueueSettings, StandardQueue
from simcore.services.sqs.fifo import FifoQueue

STORIES_A_QUEUE = 200
"""About how many messages of a queue are followed, evenly spread over those expected."""


class Component(Protocol):
    """A live component, as the run's loop and the recorder see it."""

    id: str
    type: str
    ledgers: facts.Ledgers

    def bind(self) -> None:
        """Make the hot path's aliases."""

    def observe(self, now: float) -> None:
        """State the levels at ``now``."""


@dataclass
class Simulation:
    """The environment and the components of one run, in a fixed order; pickles as a whole."""

    env: Environment
    components: list[Any]
    expected_arrivals: float

    def observe(self) -> None:
        """All components state their levels."""
        for component in self.components:
            component.observe(self.env.now)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        for component in self.components:
            component.bind()
        self.env.bind()


def build(scenario: model.Scenario, profile: Profile, seed: int) -> Simulation:
    """The simulation of a scenario that has all its defaults filled in."""
    return _Builder(scenario, profile, seed).build()


class _Builder:
    def __init__(self, scenario: model.Scenario, profile: Profile, seed: int) -> None:
        self.scenario, self.profile, self.seed = scenario, profile, seed
        self.env = Environment()
        self.account = Account(profile, scenario.region)
        self.sources = {id: self._source(id, c) for id, c in self._of(model.Client)}
        self.streams = StreamBuilder(self.env, scenario, profile, seed)
        self.mappings = Mappings(scenario, profile)
        self.built: dict[str, Any] = {}

    def build(self) -> Simulation:
        """Called parts before their callers; the result is in order of the ids."""
        for id, function in self._of(model.Function):
            self.built[id] = self._function(id, function)
        calls.connect(self.scenario, self.built)
        for id, _ in self._of(model.Queue):
            self._queue(id)
        self.built.update(self.streams.sources())
        self._events()
        self.built.update(self.streams.mappings(self.built, self.events, self._expected_at))
        for id, mapping in self._of(model.EventSourceMapping):
            self.built[id] = self._mapping(id, mapping)
        for id, client in self._of(model.Client):
            self.built[id] = self._client(id, client)
        for id, _ in self._of(model.Queue):
            self.built[id].start()
        move_tasks(self.env, self.scenario, self.built)
        components = [self.account, *(self.built[id] for id in sorted(self.built))]
        components += self.events.values()
        return Simulation(self.env, components, self._expected())

    def _of(self, kind: type[Any]) -> list[tuple[str, Any]]:
        return [(id, c) for id, c in sorted(self.scenario.components.items()) if type(c) is kind]

    def _value(self, key: str) -> float:
        return float(self.profile.value(key, self.scenario.region))

    # One component each.

    def _source(self, id: str, client: model.Client) -> ArrivalSource:
        rng = generator(self.seed, f"{id}/arrivals")
        trace = self.scenario.traces.get(id)
        return arrival_source(client, rng, self.scenario.duration, trace)

    def _function(self, id: str, spec: model.Function) -> Function | ManagedFunction:
        managed = spec.capacity and spec.capacity.managed_instances
        return self._managed(id, spec, managed) if managed else self._on_demand(id, spec)

    def _managed(
        self, id: str, spec: model.Function, managed: model.ManagedInstances
    ) -> ManagedFunction:
        settings = managed_settings(
            spec,
            managed,
            self.profile,
            region=self.scenario.region,
            reports_item_failures=self._reports_item_failures(id),
            may_be_poisoned=self._may_be_poisoned(),
        )
        return ManagedFunction(self.env, id, settings, self.seed)

    def _reports_item_failures(self, id: str) -> bool:
        return any(
            mapping.function == id and mapping.report_batch_item_failures
            for kind in (model.EventSourceMapping, model.StreamMapping)
            for _, mapping in self._of(kind)
        )

    def _may_be_poisoned(self) -> bool:
        return any(client.poison for _, client in self._of(model.Client))

    def _on_demand(self, id: str, spec: model.Function) -> Function:
        settings = FunctionSettings(
            duration=distribution(spec.duration),
            lifecycle=lifecycle(spec, self.profile, self.scenario.region),
            timeout_s=_given(spec.timeout),
            idle_timeout_s=_given(spec.idle_timeout),
            cpu=cpu_work(spec, self.profile, self.scenario.region),
            error_rate=spec.error_rate,
            crash_rate=spec.crash_rate,
            item_error_rate=spec.item_error_rate,
            reports_item_failures=self._reports_item_failures(id),
            may_be_poisoned=self._may_be_poisoned(),
            reserved_concurrency=spec.reserved_concurrency,
            provisioned=provisioned(spec, self.profile, self.scenario.region),
            calls=calls.handler_calls(spec),
        )
        other = spec.additional_version
        if other is None:
            return Function(self.env, id, settings, self.account, self.seed)
        version = additional(settings, other, self.profile, self.scenario.region)
        settings = replace(settings, additional=AdditionalSettings(version, other.weight))
        return Function(self.env, id, settings, self.account, self.seed)

    def _queue(self, id: str) -> Any:
        """The queue, its dead-letter queue first (the scenario's checks exclude circles)."""
        if id not in self.built:
            spec: Any = self.scenario.components[id]
            redrive = spec.redrive
            target = self._queue(redrive.dead_letter_queue) if redrive else None
            self.built[id] = self._make_queue(id, spec, target)
        return self.built[id]

    def _make_queue(self, id: str, spec: model.Queue, target: Any) -> StandardQueue | FifoQueue:
        settings = self._queue_settings(id, spec)
        if spec.fifo is None:
            return StandardQueue(self.env, id, settings, target, self.seed)
        return fifo_queue(self.env, id, self.scenario, self.profile, self.seed, settings, target)

    def _queue_settings(self, id: str, spec: model.Queue) -> QueueSettings:
        expected = self._expected_at(id) + spec.initial_messages
        return QueueSettings(
            visibility_timeout_s=_given(spec.visibility_timeout),
            retention_s=_given(spec.message_retention_period),
            in_flight_max=int(self._value("sqs.in_flight_max")),
            receive_max=int(self._value("sqs.receive_max")),
            delay_s=spec.delay,
            max_receive_count=spec.redrive.max_receive_count if spec.redrive else None,
            initial_messages=spec.initial_messages,
            story_stride=max(math.ceil(expected / STORIES_A_QUEUE), 1),
            duplicate_rate=_given(spec.duplicate_rate),
            has_move_task=spec.message_move_task is not None,
        )

    def _events(self) -> None:
        """Internal event queues, and what they and topics lead to."""
        self.built.update(asynchronous.sinks(self.scenario))
        expected = self._expected()
        self.events = asynchronous.event_queues(
            self.env, self.scenario, self.profile, self.built, expected
        )
        asynchronous.connect(self.scenario, self.built, self.events)

    def _mapping(self, id: str, spec: model.EventSourceMapping) -> SqsMapping | FifoMapping:
        queue, function = self.built[spec.source], self.built[spec.function]
        source: Any = self.scenario.components[spec.source]
        settings = MappingSettings(
            fleet=self._fleet(spec, source),
            batch_size=self.mappings.batch_size(spec),
            receive_max=int(self._value("sqs.receive_max")),
            window_s=spec.maximum_batching_window,
            long_poll_s=_given(source.receive_message_wait_time),
            backoff_initial_s=self._value("esm.sqs.throttle_backoff_initial_s"),
            backoff_max_s=self._value("esm.sqs.throttle_backoff_max_s"),
            reports_item_failures=spec.report_batch_item_failures,
            maximum_concurrency=spec.maximum_concurrency is not None,
            mixes_groups=bool(spec.fifo and spec.fifo.mixes_groups),
            visibility_timeout_s=self._effective_visibility_s(spec),
            filter=filter_criteria(spec, source),
            filtered_poll_s=self.mappings.value("filtered_poll_s"),
            provisioned=self.mappings.provisioned(spec),
        )
        kind = SqsMapping if source.fifo is None else FifoMapping
        return kind(self.env, id, settings, queue, function, self.seed)

    def _fleet(self, spec: model.EventSourceMapping, source: model.Queue) -> FleetSettings:
        if source.fifo is not None:
            return fifo_fleet(spec, self.profile, self.scenario.region)
        return self.mappings.fleet(spec)

    def _effective_visibility_s(self, spec: model.EventSourceMapping) -> float | None:
        """In profiles that have it: longer than window and timeout together (2022, with-sqs)."""
        key = "esm.sqs.effective_visibility_extra_s"
        queue: Any = self.scenario.components[spec.source]
        function: Any = self.scenario.components[spec.function]
        needed = spec.maximum_batching_window + function.timeout
        applies = spec.maximum_batching_window > 0 and needed > queue.visibility_timeout
        return needed + self._value(key) if self.profile.has(key) and applies else None

    def _client(
        self, id: str, spec: model.Client
    ) -> SynchronousClient | AsynchronousClient | Producer | KeyedProducer:
        target = self.built[spec.target]
        if spec.asynchronous:
            return AsynchronousClient(self.env, id, self.sources[id], self.events[spec.target])
        if isinstance(self.scenario.components[spec.target], model.Function):
            return SynchronousClient(self.env, id, self.sources[id], target)
        if hasattr(target, "put") and not _is_plain(spec, target):
            return self._keyed_producer(id, spec, target)
        return Producer(self.env, id, self.sources[id], target)

    def _keyed_producer(self, id: str, spec: model.Client, target: Any) -> KeyedProducer:
        unsaid = keys.MANY_KEYS if target.type in STREAMS else keys.ONE_KEY
        trace = self.scenario.traces.get(id)
        drawn = keys.drawn(id, spec.keys, self.seed, unsaid, trace)
        poison = keys.poison(id, spec, self.seed)
        sends = (self.env, id, self.sources[id], target, drawn, poison)
        again = spec.sent_again
        if again is None or not isinstance(target, FifoQueue):
            return KeyedProducer(*sends)
        return RepeatingProducer(*sends, again.rate, again.after, self.seed)

    # How much there will be to do.

    def _expected_at(self, target: str) -> float:
        clients = [id for id, client in self._of(model.Client) if client.target == target]
        return sum((self.sources[id].expected(self.scenario.duration) for id in clients), 0.0)

    def _expected(self) -> float:
        backlog = float(sum(queue.initial_messages for _, queue in self._of(model.Queue)))
        until_s = self.scenario.duration
        return sum((source.expected(until_s) for source in self.sources.values()), backlog)


def _is_plain(client: model.Client, target: Any) -> bool:
    """Are its messages all alike? A standard queue has no groups."""
    return isinstance(target, StandardQueue) and client.poison is None


def _given(value: float | None) -> float:
    if value is None:
        raise EngineBug("a scenario was built without its defaults")
    return value
