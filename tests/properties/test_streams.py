"""Streams at random: nothing is lost, and no key overtakes itself, whatever fails."""

from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.awslambda.event_source_mapping.streams.facts import (
    DELIVERIES,
    RecordsDiscarded,
    RecordsExpired,
    StreamMappingObserved,
)
from simcore.facts import EventsFilteredOut
from simcore.quotas import PROFILES
from simcore.roles.key_numbers import numbered
from simcore.scenario.build import build
from simcore.services.s3.facts import ObjectPut
from simcore.services.sqs.facts import MessagesSent
from tests.properties.strategies import distributions, examples, one_of, seconds

SCENARIOS = 250
STEP_S = 7.0


@st.composite
def sources(draw):
    if draw(one_of(True, False, False)):
        lifetime_s = draw(one_of(0, 14_400, 15))
        partitions = draw(st.integers(1, 3))
        return {"type": "table", "partitions": partitions, "shard_lifetime": lifetime_s}
    changes = [
        {"at": at, "shards": draw(st.integers(1, 4))} for at in draw(one_of([], [], [10], [8, 9]))
    ]
    return {
        "type": "stream",
        "shards": draw(st.integers(1, 3)),
        "retention_period": draw(one_of(25, 86_400, 86_400)),
        "resharding": changes,
    }


@st.composite
def destinations(draw, profile):
    """Nowhere, a queue, a topic in front of it, or a bucket where there is one; it may fail."""
    targets = [None, None, "dead", "told", *(["kept"] if profile == "aws-2026" else [])]
    target = draw(st.sampled_from(targets))
    return target and {"target": target, "delivery_fails": draw(one_of(False, False, True))}


def filters(profile):
    return st.none() if profile == "notes-2021" else one_of(None, None, {"matching": 0.6})


@st.composite
def mappings(draw, is_table, profile):
    positions = one_of("TRIM_HORIZON", "TRIM_HORIZON", "LATEST", "AT_TIMESTAMP")
    return {
        "type": "stream_event_source_mapping",
        "source": "records",
        "function": "worker",
        "batch_size": draw(one_of(1, 3, 10)),
        "maximum_batching_window": draw(one_of(0, 0, 2.5)),
        "parallelization_factor": draw(one_of(1, 1, 2, 5)),
        "enhanced_fan_out": not is_table and draw(st.booleans()),
        "starting_position": "TRIM_HORIZON" if is_table else draw(positions),
        "starting_timestamp": 3,
        "starts_at": draw(one_of(0, 0, 6)),
        "maximum_retry_attempts": draw(one_of(None, 0, 1, 3)),
        "maximum_record_age": draw(one_of(None, 12)),
        "bisect_batch_on_function_error": draw(st.booleans()),
        "report_batch_item_failures": draw(st.booleans()),
        "filter_criteria": draw(filters(profile)),
        "on_failure": draw(destinations(profile)),
        "failing_batch_blocks": draw(one_of("lane", "shard")),
    }


@st.composite
def documents(draw):
    source = draw(sources())
    worker = {
        "type": "function",
        "timeout": draw(st.integers(1, 6)),
        "duration": draw(distributions(0.0, 3.0)),
        "init_duration": draw(seconds(0.0, 2.0)),
        "error_rate": draw(one_of(0, 0.2, 0.6)),
        "item_error_rate": draw(one_of(0, 0, 0.1)),
        "reserved_concurrency": draw(st.none() | st.integers(1, 3)),
    }
    producer = {
        "type": "client",
        "target": "records",
        "arrivals": {"poisson": {"rate": draw(one_of(0.5, 4, 12))}},
        "stop": 40,
        "keys": draw(
            one_of({"uniform": {"count": 1}}, {"uniform": {"count": 6}}, {"zipf": {"count": 20}})
        ),
        "poison": draw(one_of({"rate": 0}, {"rate": 0.05}, {"messages": [3]})),
    }
    profile = draw(st.sampled_from(PROFILES))
    mapping = draw(mappings(source["type"] == "table", profile))
    return {
        "format": "windtunnel.scenario/1",
        "id": "at-random",
        "title": "Does a key overtake itself?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": 60,
        "quotas": {
            "kinesis.retention_min_s": 1,
            "kinesis.shard_write_records": draw(one_of(2, 1000)),
            "esm.streams.read_ahead": draw(one_of(4, 10_000)),
            "esm.streams.retry_max_s": draw(one_of(1, 60)),
            "esm.dynamodb.shard_found_min_s": 1,
            "esm.dynamodb.shard_found_max_s": 9,
        },
        "components": {
            "records": source,
            "poll": mapping,
            "worker": worker,
            "producer": producer,
            "dead": {"type": "queue"},
            "told": {"type": "topic", "subscribers": ["dead"]},
            "kept": {"type": "bucket"},
            **draw(one_of({}, {"poll-too": {**mapping, "batch_size": 7}})),
        },
    }


class Spy:
    """Follows what a mapping invokes the function with, and how each record ends."""

    def __init__(self, mapping):
        self.mapping = mapping
        self.settled = defaultdict(list)  # key -> times of writing, in the order of their ends
        self.ended = Counter()
        self.running = set()
        self._invoke, self._done, self._discard = mapping._invoke, mapping._done, mapping._discard
        self._ended = mapping._on_end
        mapping._invoke, mapping._done = self.invoke, self.done
        mapping._discard, mapping._on_end = self.discard, self.on_end

    def invoke(self, now, batch, on_end):
        environment = self._invoke(now, batch, on_end)
        if environment is not None:
            assert id(batch.lane) not in self.running, "one batch at a time in a lane"
            self.running.add(id(batch.lane))
            for t, key in zip(batch.times, batch.keys, strict=True):
                before = self.settled[numbered(key)]
                assert not before or before[-1] <= t, "an earlier record of the key ends first"
        return environment

    def on_end(self, environment):
        self.running.remove(id(environment.payload.lane))
        self._ended(environment)

    def done(self, now, lane, batch, failed):
        self.settle(batch, "done")
        self._done(now, lane, batch, failed)

    def discard(self, now, batch, condition):
        self.settle(batch, "discarded")
        self._discard(now, batch, condition)

    def settle(self, batch, how):
        for t, key in zip(batch.times, batch.keys, strict=True):
            self.settled[numbered(key)].append(t)
        self.ended[how] += len(batch)
        assert list(batch.numbers) == sorted(batch.numbers)


def check(spy, accepted):
    """Every record that was accepted is in one place; each key in order."""
    mapping = spy.mapping
    if not mapping.pollers._has_begun:
        return
    *_, lanes, invoking, failing, holding, waiting, _ = mapping.ledgers[StreamMappingObserved].rows[
        -1
    ]
    pollers = mapping.pollers._all
    in_flight = sum(
        len(lane.batch) for p in pollers for lane in p.lanes if lane.invoking and lane.batch
    )
    assert invoking + failing + holding <= lanes
    expired = sum(n for _, n in mapping.ledgers[RecordsExpired].rows)
    expired += sum(n for _, n in mapping.ledgers[EventsFilteredOut].rows)
    ended = spy.ended["done"] + spy.ended["discarded"]
    assert ended + expired + waiting + in_flight + skipped(mapping) == accepted
    for times in spy.settled.values():
        assert times == sorted(times)


def skipped(mapping):
    """What lies before the starting position; noted when the mapping began."""
    return getattr(mapping, "_skipped_by_test", 0)


@examples(SCENARIOS)
@given(document=documents())
def test_nothing_is_lost_and_no_key_overtakes_itself(document):
    scenario = simcore.load_scenario(document).with_defaults()
    simulation = build(scenario, scenario.quota_profile(), scenario.seed)
    parts = {part.id: part for part in simulation.components}
    spies = [Spy(parts[id]) for id in ("poll", "poll-too") if id in parts]
    for spy in spies:
        follow_start(spy.mapping)
    while simulation.env.now < scenario.duration:
        simulation.env.run(until=min(simulation.env.now + STEP_S, scenario.duration))
        simulation.observe()
        for spy in spies:
            check(spy, accepted_by(parts["records"]))
    assert arrived(parts) == sum(sent_by(spy.mapping) for spy in spies)


def sent_by(mapping):
    """Batches given up of which the destination was told."""
    told = DELIVERIES.index("delivered")
    rows = mapping.ledgers[RecordsDiscarded].rows
    return sum(row.delivery == told for row in map(RecordsDiscarded._make, rows))


def arrived(parts):
    """Documents about them, wherever they were sent."""
    sent = sum(n for _, n in parts["dead"].ledgers[MessagesSent].rows)
    return sent + len(parts["kept"].ledgers[ObjectPut].rows)


def accepted_by(source):
    return sum(shard.end for shard in source.shards)


def follow_start(mapping):
    """Note what the starting position leaves out."""
    move = mapping.pollers._move_to_start

    def noting(now, poller):
        first = poller.position
        move(now, poller)
        mapping._skipped_by_test = skipped(mapping) + poller.position - first

    mapping.pollers._move_to_start = noting
