"""Mappings of streams that are updated while time passes, for tests."""

from dataclasses import replace

from simcore.awslambda.event_source_mapping.streams.facts import StreamBatchInvoked
from tests.awslambda.stage import make_function, rows
from tests.awslambda.stream_stage import make_mapping, make_stream, put_at

EXHAUSTED, TOO_OLD, EXPIRED = 0, 1, 2
SOON = 0.001


def retune(part, t, **changes):
    """Let time pass until t, then change the attributes."""
    if t > part.env.now:
        part.env.run(until=t)
    part.retune(replace(part.settings, **changes))


def mapped(env, *, duration=10.0, function=None, stream=None, **more):
    stream = stream or make_stream(env)
    made = make_function(env, duration=duration, may_be_poisoned=True, **(function or {}))
    return stream, make_mapping(stream, made, **more)


def batches(mapping):
    return rows(mapping, StreamBatchInvoked, "t", "n")


def failing(env, *times, **more):
    """Every attempt takes 1 s and fails; the next one comes a second later."""
    stream, mapping = mapped(env, duration=1.0, function={"error_rate": 1.0}, **more)
    put_at(stream, *times)
    return stream, mapping


def two_keys(mapping):
    """Keys that are in different lanes of two."""
    lanes = type(mapping.lane_of)(2)
    return [next(key for key in range(99) if lanes[key] == n) for n in (0, 1)]
