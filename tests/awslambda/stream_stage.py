"""Streams and their mappings built by hand, with everything that a test does not mention aside."""

from simcore.awslambda.event_source_mapping.streams.mapping import StreamMapping
from simcore.awslambda.event_source_mapping.streams.settings import (
    RetrySpacing,
    StreamMappingSettings,
)
from simcore.roles.read_limits import ReadPlan
from simcore.roles.sharded import hash_of
from simcore.services.kinesis import DataStream, DataStreamSettings
from tests.awslambda.stage import FOR_EVER

MEGABYTE = 1_000_000


def make_stream(env, *, shards=1, retention=FOR_EVER, record_bytes=1000, **more):
    settings = DataStreamSettings(
        shards=shards,
        retention_s=retention,
        record_bytes=record_bytes,
        write_records_per_s=more.pop("writes", 1e6),
        write_bytes_per_s=more.pop("write_bytes", 1e12),
        read_bytes_per_s=more.pop("read_bytes", 1e12),
        read_calls_per_s=more.pop("read_calls", 1e6),
        **more,
    )
    return DataStream(env, "clicks", settings)


def make_mapping(stream, function, *, batch_size=100, wait=1.0, **more):
    """Pushed without delay unless ``interval`` is given; failed batches wait ``wait`` seconds."""
    interval = more.pop("interval", None)
    reading = ReadPlan(
        interval_s=interval or 0.0,
        full_gap_s=more.pop("full_gap", 0.0),
        most_a_call=more.pop("most_a_call", 10_000),
        ahead=more.pop("ahead", 10_000),
        dedicated=interval is None,
        found_after_s=more.pop("found_after_s", (0.0, 0.0)),
    )
    settings = StreamMappingSettings(
        reading=reading,
        retries=RetrySpacing(wait, more.pop("factor", 1.0), 0.0, more.pop("wait_max", 60.0)),
        batch_size=batch_size,
        reports_item_failures=function.settings.reports_item_failures,
        **{name: more.pop(name) for name in list(more) if name != "on_failure"},
    )
    on_failure = more.pop("on_failure", None)
    return StreamMapping(stream.env, "poll", settings, stream, function, 1, on_failure)


class Put:
    """A record to be written at a time; pickles."""

    def __init__(self, stream, key, poison):
        self.stream, self.key, self.poison = stream, key, poison

    def __call__(self, t):
        self.stream.put(t, self.key, self.poison)


def put_at(stream, *times, key=0, poison=False):
    for t in times:
        stream.env.call_at(t, Put(stream, key, poison), t)


def keys_of(stream, shard, n):
    """The first ``n`` keys that belong to the shard of that number."""
    found, key = [], 0
    low, high = stream.shards[shard].low, stream.shards[shard].high
    while len(found) < n:
        if low <= hash_of(key) < high:
            found.append(key)
        key += 1
    return found
