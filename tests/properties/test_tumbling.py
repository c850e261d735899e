"""Tumbling windows at random: no batch spans a border, and each window is closed exactly once."""

from collections import Counter, defaultdict

from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.scenario.build import build
from tests.properties.strategies import distributions, examples, one_of

SCENARIOS = 150
RECORDS_END_S, LATE_S, END_S = 60.0, 20.0, 4_000.0


@st.composite
def documents(draw):
    """Everything that is written is processed or given up, and long before the end."""
    mapping = {
        "type": "stream_event_source_mapping",
        "source": "records",
        "function": "worker",
        "batch_size": draw(one_of(1, 3, 10)),
        "maximum_batching_window": draw(one_of(0, 0, 2.5, 40)),
        "tumbling_window": draw(one_of(1, 7, 30)),
        "enhanced_fan_out": draw(st.booleans()),
        "maximum_retry_attempts": draw(one_of(0, 1, 3)),
        "bisect_batch_on_function_error": draw(st.booleans()),
        "report_batch_item_failures": draw(st.booleans()),
    }
    return {
        "format": "windtunnel.scenario/1",
        "id": "windows",
        "title": "Does a batch span a border?",
        "seed": draw(st.integers(0, 10_000)),
        "duration": END_S,
        "quotas": {"esm.streams.tumbling_late_s": LATE_S, "esm.streams.retry_max_s": 1},
        "components": {
            "records": {
                "type": "stream",
                "shards": draw(st.integers(1, 3)),
                "resharding": draw(one_of([], [], [{"at": 25, "shards": 2}])),
            },
            "poll": mapping,
            "worker": {
                "type": "function",
                "timeout": 3,
                "duration": draw(distributions(0.0, 2.0)),
                "init_duration": 0.5,
                "error_rate": draw(one_of(0, 0, 0.3)),
                "reserved_concurrency": draw(one_of(None, 1)),
            },
            "producer": {
                "type": "client",
                "target": "records",
                "arrivals": {"poisson": {"rate": draw(one_of(0.1, 1, 6))}},
                "stop": RECORDS_END_S,
                "keys": {"uniform": {"count": 9}},
                "poison": draw(one_of({"rate": 0}, {"rate": 0.05})),
            },
        },
    }


class Spy:
    """Follows the batches and final invocations that end, by shard and window."""

    def __init__(self, mapping, length_s):
        self.length_s, self.records = length_s, 0
        self.written, self.closed = defaultdict(set), defaultdict(Counter)
        self._invoke, self._done, self._discard = mapping._invoke, mapping._done, mapping._discard
        mapping._invoke, mapping._done, mapping._discard = self.invoke, self.done, self.discard

    def invoke(self, now, batch, on_end):
        assert len({self.window(t) for t in batch.times}) <= 1, "one window a batch"
        if batch.times:
            window = self.window(batch.times[0])
            assert not self.closed[shard_of(batch)][window], "nothing after the end"
        else:
            assert now >= batch.closes or batch.lane.reader.shard.closed
        return self._invoke(now, batch, on_end)

    def done(self, now, lane, batch, failed):
        self.settle(batch)
        self._done(now, lane, batch, failed)

    def discard(self, now, batch, condition):
        self.settle(batch)
        self._discard(now, batch, condition)

    def settle(self, batch):
        self.records += len(batch)
        if batch.times:
            self.written[shard_of(batch)].add(self.window(batch.times[0]))
        elif batch.closes >= 0:
            self.closed[shard_of(batch)][int(batch.closes / self.length_s) - 1] += 1

    def window(self, t):
        return int(t / self.length_s)


def shard_of(batch):
    return batch.lane.reader.shard.number


@examples(SCENARIOS)
@given(document=documents())
def test_each_window_with_records_ends_once_and_nothing_is_lost(document):
    scenario = simcore.load_scenario(document).with_defaults()
    simulation = build(scenario, scenario.quota_profile(), scenario.seed)
    parts = {part.id: part for part in simulation.components}
    spy = Spy(parts["poll"], scenario.components["poll"].tumbling_window)
    simulation.env.run(until=END_S)
    assert spy.records == sum(shard.end for shard in parts["records"].shards)
    assert all(lane.window < 0 for p in parts["poll"].pollers._all for lane in p.lanes)
    for shard, windows in spy.written.items():
        assert spy.closed[shard] == dict.fromkeys(windows, 1)
