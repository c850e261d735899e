"""The limiter that is named is the one that binds: scenarios at random, looked at from inside.

What is true of a bin is found in the live components at its end and in the rows of their ledgers,
by settings where the view goes by facts; the recorder sees the same rows and says its word.
"""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore import facts
from simcore.awslambda.event_source_mapping.streams.facts import (
    ReadRefused,
    ShardObserved,
    StreamMappingObserved,
)
from simcore.awslambda.facts.invocations import (
    InvocationEnded,
    InvocationStarted,
    InvocationThrottled,
)
from simcore.awslambda.facts.provisioned import ProvisionedSpilledOver
from simcore.awslambda.reading.views.limited_by import NAMES
from simcore.quotas import PROFILES
from simcore.scenario.build import build
from simcore.services.kinesis.facts import ReadThrottled
from tests.properties import strategies
from tests.properties.strategies import arrivals, distributions, examples, one_of

SCENARIOS = 150
REFUSE = ("account concurrency", "reserved concurrency")


@st.composite
def documents(draw):
    """One of the random queues with events beside it, or several readers of a small stream."""
    profile = draw(st.sampled_from(PROFILES))
    document = draw(strategies.documents(profile))
    parts = document["components"]
    if draw(one_of(True, False)):
        caller = {"type": "client", "target": "worker", "invocation": "Event"}
        parts["events"] = caller | {"arrivals": draw(arrivals(6))}
    if draw(one_of(True, False)):
        parts |= draw(readers())
        document["quotas"]["kinesis.shard_read_calls"] = draw(one_of(1, 2, 5))
    if parts["worker"]["reserved_concurrency"] is None and draw(one_of(True, False)):
        parts["worker"]["provisioned_concurrency"] = draw(st.integers(1, 3))
        document["quotas"]["lambda.provisioned_preparation_s"] = 2
    return document


@st.composite
def readers(draw):
    parts = {
        "clicks": {"type": "stream", "shards": draw(st.integers(1, 2))},
        "clicker": {"type": "client", "target": "clicks", "arrivals": draw(arrivals(20))},
    }
    for n in range(draw(st.integers(1, 4))):
        parts[f"reader-{n}"] = {
            "type": "function",
            "timeout": 12,
            "duration": draw(distributions(0.0, 2.0)),
            "error_rate": draw(one_of(0, 0, 0.3)),
        }
        parts[f"read-{n}"] = {
            "type": "stream_event_source_mapping",
            "source": "clicks",
            "function": f"reader-{n}",
            "batch_size": draw(one_of(1, 10, 100)),
            "enhanced_fan_out": draw(one_of(False, False, True)),
        }
    return parts


class Truth:
    """What can be known of the bins of one function: of each a set of names that are right."""

    def __init__(self, scenario):
        self.scenario = scenario.with_defaults()
        self.profile = self.scenario.quota_profile()
        self.simulation = build(self.scenario, self.profile, self.scenario.seed)
        self.parts = defaultdict(list)
        for part in self.simulation.components:
            self.parts[part.id].append(part)
        self.running = defaultdict(int)

    def bins(self):
        """Bin after bin: function -> the rows of the bin, and what waits at its end."""
        later = []
        for n in range(int(self.scenario.duration)):
            self.simulation.env.run(until=n + 1)
            self.simulation.observe()
            rows = later + self._stated()
            edge = n + 1 if n + 1 < self.scenario.duration else float("inf")
            later = [told for told in rows if told[2][0] >= edge and not _observed(told)]
            yield self._of_bin([told for told in rows if told[2][0] < edge or _observed(told)])

    def _stated(self):
        return [
            (part.id, fact, tuple(row))
            for part in self.simulation.components
            for fact, ledger in part.ledgers.items()
            for row in ledger.take()
        ]

    def _of_bin(self, rows):
        by = defaultdict(list)
        for id, fact, row in rows:
            by[id, fact].append(row)
        functions = [id for id, spec in self.scenario.components.items() if spec.type == "function"]
        peaks = {id: self._peak(id, by) for id in functions}
        return {id: Seen(self, id, by, peaks) for id in functions}

    def _peak(self, id, by):
        """The highest concurrency in the bin: at its start, or as a start found it."""
        started, ended = by[id, InvocationStarted], by[id, InvocationEnded]
        highest = max([self.running[id], *(row[3] for row in started)])
        self.running[id] += len(started) - len(ended)
        return highest


def _observed(told):
    return told[1].__name__.endswith("Observed")


class Seen:
    """One function in one bin."""

    def __init__(self, truth, id, by, peaks):
        self.by, self.id, self.parts = by, id, truth.parts
        self.spec = truth.scenario.components[id]
        self.peak, self.total = peaks[id], sum(peaks.values())
        self.account = truth.profile.value("lambda.account_concurrency", truth.scenario.region)
        mappings = truth.scenario.components.items()
        self.mappings = [
            truth.parts[name][0] for name, spec in mappings if getattr(spec, "function", "") == id
        ]
        self.polling = [m for m in self.mappings if m.type == "event_source_mapping"]
        self.reading = [m for m in self.mappings if m.type != "event_source_mapping"]
        self.events = sum(getattr(part, "_waiting", 0) for part in truth.parts[id])
        self.visible = sum(m.queue.visible() for m in self.polling)
        self.holding = sum(m.throttled.holding for m in self.polling)
        self.hidden = sum(self._hidden(m) for m in self.polling)
        self.unread = [m for m in self.reading if self._unread(m)]
        self.refused = defaultdict(int)
        for row in by[id, InvocationThrottled]:
            self.refused[facts.LIMITS[row[2]]] += 1

    def _hidden(self, mapping):
        """Messages in flight while no poller has any: nobody can be working on them."""
        others = [p for ps in self.parts.values() for p in ps if hasattr(p, "throttled")]
        users = [m for m in others if m.queue is mapping.queue]
        idle = all(
            not m._invoking and not m.throttled.holding and not m.windows.open for m in users
        )
        return mapping.queue._receipts.count if idle else 0

    def _unread(self, mapping):
        """Has a shard something to read that refused in the bin, and no lane that is busy?"""
        refused = {row[1] for row in self.by[mapping.id, ReadRefused]}
        now = self.by[mapping.id, StreamMappingObserved][-1][0]
        observed = [row for row in self.by[mapping.id, ShardObserved] if row[0] == now]
        return any(
            shard in refused and waiting and not invoking + failing + holding
            for _, shard, invoking, failing, holding, waiting, _, _ in observed
        )

    def waits(self):
        """Surely something waits, and not for more to come."""
        return bool(self.events or self.visible or self.holding or self.hidden)

    def spilled(self):
        return bool(self.by[self.id, ProvisionedSpilledOver])

    def at_quota(self):
        """Has its only queue messages, and gives none as too many are in flight?"""
        queues = [m.queue for m in self.polling]
        full = [q for q in queues if q.visible() and self.by[q.id, facts.LimitReached]]
        return len(self.mappings) == 1 and bool(full)

    def agrees(self, name):
        """Is it right to name this limiter (None for none)?"""
        if self.refused:
            return name in self.refused and self.refused[name] == max(self.refused.values())
        if name in (None, "upstream"):
            return not self.waits() and not self.spilled() and (name is None) != bool(self.mappings)
        return getattr(self, "_" + name.replace(" ", "_").replace("-", "_"))()

    # One for each limiter that holds back without refusing in the bin: what must be true of it.

    def _reserved_concurrency(self):
        return self._put_off() and self.peak >= self.spec.reserved_concurrency

    def _account_concurrency(self):
        return self._put_off() and self.total > 0

    def _put_off(self):
        """Something may wait for its next attempt; what is hidden shows only where all is."""
        left_alone = sum(m.queue._receipts.left_alone for m in self.polling)
        lanes = any(self.by[m.id, StreamMappingObserved][-1][4] for m in self.reading)
        return bool(self.events or self.holding or left_alone or lanes)

    def _retry_waits(self):
        return self._put_off() and not self.visible

    def _maximum_concurrency(self):
        return any(m.queue.visible() and m.settings.maximum_concurrency for m in self.polling)

    def _pollers(self):
        return bool(self.visible)

    def _in_flight_messages(self):
        return any(
            m.queue.visible() and self.by[m.queue.id, facts.LimitReached] for m in self.polling
        )

    def _shards(self):
        levels = [self.by[m.id, StreamMappingObserved][-1] for m in self.reading]
        return any(
            waiting and invoking + failing for *_, invoking, failing, _, waiting, _ in levels
        )

    def _reads_of_a_shard(self):
        return any(
            self.by[m.source.id, ReadThrottled]
            and self.by[m.id, ReadRefused]
            and self.by[m.id, StreamMappingObserved][-1][5]
            and not m.settings.reading.dedicated
            for m in self.reading
        )

    def _provisioned_concurrency(self):
        return self.spilled() and not self.waits()


@examples(SCENARIOS)
@given(documents())
def test_the_limiter_that_is_named_is_the_one_that_binds(document):
    scenario = simcore.load_scenario(document)
    series = simcore.run(scenario).as_dict()["series"]
    named = {id: s["LimitedBy"] for id, s in series.items() if "LimitedBy" in s}
    for n, seen in enumerate(Truth(scenario).bins()):
        for id, function in seen.items():
            value = named[id][n]
            name = None if value is None else NAMES[value]
            assert function.agrees(name), (n, id, name, dict(function.refused))
            if function.at_quota() and not function.refused:
                assert name in ("in-flight messages", *REFUSE), (n, id, name)
            if function.unread and not function.refused:
                assert name in ("reads of a shard", "shards", *REFUSE), (n, id, name)
