"""FIFO queues and their mappings built by hand, and what their handlers saw."""

from simcore.awslambda.event_source_mapping.fifo import FifoMapping
from simcore.awslambda.event_source_mapping.fleet import FleetSettings
from simcore.awslambda.event_source_mapping.settings import MappingSettings
from simcore.engine.keys import UniformKeys, drawn_keys
from simcore.services.sqs.fifo import FifoQueue, FifoSettings
from tests.awslambda.stage import FOR_EVER


def make_fifo(env, *, id="orders", visibility_timeout=30.0, dead_letter_queue=None, **more):
    settings = FifoSettings(
        visibility_timeout_s=visibility_timeout,
        retention_s=more.pop("retention", FOR_EVER),
        in_flight_max=more.pop("in_flight_max", 120_000),
        receive_max=10,
        delay_s=more.pop("delay", 0.0),
        look_ahead=more.pop("look_ahead", 120_000),
        calls_per_s=more.pop("calls_per_s", 1e9),
        **more,
    )
    return FifoQueue(env, id, settings, drawn_keys(1, id, UniformKeys(1)), dead_letter_queue)


def make_fifo_mapping(queue, function, *, batch_size=10, most=1_000, mixes_groups=True, **more):
    settings = MappingSettings(
        fleet=FleetSettings(5, most, more.pop("floor", 5), 0.0, 0.0),
        batch_size=batch_size,
        receive_max=10,
        window_s=0.0,
        long_poll_s=20.0,
        backoff_initial_s=1.0,
        backoff_max_s=60.0,
        mixes_groups=mixes_groups,
        maximum_concurrency=most < 1_000,
        **more,
    )
    return FifoMapping(queue.env, "mapping", settings, queue, function, seed=1)


class Witness:
    """Stands between a mapping and its function: notes every batch that is handed over.

    ``batches`` holds (start, end, [(group, place in the queue)], outcome index) in order of the
    starts; outcomes are read when the invocation ends.
    """

    def __init__(self, function):
        self.function, self.timeout_s, self.batches = function, function.timeout_s, []

    def invoke(self, now, payload, on_end, synchronous=True):
        environment = self.function.invoke(now, payload, on_end, synchronous)
        if environment is not None:
            seen = list(zip(groups_of(payload), ids_of(payload), strict=True))
            self.batches.append((now, environment.ends, seen, environment.outcome))
        return environment


def send(queue, *messages, at=0.0):
    """Send so many messages to each group: ("a", 3) is three to the group "a"."""
    for group, n in messages:
        for _ in range(n):
            assert queue.put(at, group, False)


def groups_of(receipt):
    return [group.key for _, _, group in receipt.messages]


def ids_of(receipt):
    return [id for id, _, _ in receipt.messages]
