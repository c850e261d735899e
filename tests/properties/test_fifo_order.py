"""Order within every message group, and nothing lost: FIFO scenarios made at random."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simcore
from simcore.quotas import PROFILES
from simcore.scenario.build import build
from simcore.services.clients.facts import RequestSent
from simcore.services.sqs.facts import (
    MessageDeleted,
    MessagesDeadLettered,
    MessagesDeduplicated,
    MessagesExpired,
    MessagesPurged,
    MessagesSent,
    QueueObserved,
    SendsRefused,
)
from tests.properties.strategies import arrivals, examples, functions, one_of, seconds

SCENARIOS = 240  # over all profiles


@st.composite
def fifo_queues(draw, function_timeout):
    return {
        "type": "queue",
        "fifo": {"high_throughput": draw(st.booleans())},
        "visibility_timeout": function_timeout + draw(seconds(0.0, 8.0)),
        "message_retention_period": draw(one_of(60, 60, 345_600)),
        "delay": draw(one_of(0, 0, 0, 0.5, 7)),
        "initial_messages": draw(one_of(0, 0, 1, 35)),
    }


@st.composite
def fifo_mappings(draw, profile):
    mapping = {
        "type": "event_source_mapping",
        "source": "orders",
        "function": "worker",
        "batch_size": draw(one_of(1, 2, 10)),
        "report_batch_item_failures": draw(st.booleans()),
        "fifo": {"mixes_groups": draw(st.booleans())},
    }
    if profile == "aws-2026":
        mapping["maximum_concurrency"] = draw(st.none() | st.integers(2, 6))
    if profile != "notes-2021":
        mapping["filter_criteria"] = draw(one_of(None, None, "40 %"))
    return mapping


@st.composite
def keyed_clients(draw):
    count = draw(one_of(1, 3, 12))
    return {
        "type": "client",
        "target": "orders",
        "arrivals": draw(arrivals(6)),
        "keys": draw(
            one_of({"uniform": {"count": count}}, {"zipf": {"count": count, "exponent": 1.5}})
        ),
        "poison": draw(one_of({}, {"rate": 0.05}, {"messages": [3]}, {"keys": [0]})),
        "sent_again": draw(st.none() | st.just({"rate": 0.3, "after": 2})),
    }


@st.composite
def documents(draw, profile):
    worker = draw(functions())
    parts = {
        "worker": worker,
        "producer": draw(keyed_clients()),
        "poll": draw(fifo_mappings(profile)),
    }
    parts["orders"] = draw(fifo_queues(worker["timeout"]))
    if draw(st.booleans()):
        parts["dead"] = {"type": "queue", "fifo": {}}
        count = draw(st.integers(1, 4))
        parts["orders"]["redrive"] = {"dead_letter_queue": "dead", "max_receive_count": count}
    if draw(one_of(False, False, True)):
        parts["caller"] = {"type": "client", "target": "worker", "arrivals": draw(arrivals(3))}
    return {
        "format": "windtunnel.scenario/1",
        "id": "in-order",
        "title": "Does every group keep its order?",
        "seed": draw(st.integers(0, 10_000)),
        "profile": profile,
        "duration": draw(one_of(15, 40, 75)),
        "quotas": {
            "lambda.unreserved_minimum": 0,
            "lambda.account_concurrency": draw(one_of(12, 1000)),
            "lambda.scaling_burst": draw(one_of(1, 4, 1000)),
            "lambda.scaling_refill_per_min": draw(one_of(60, 6000)),
            "sqs.fifo.in_flight_max": draw(one_of(3, 12, 20_000)),
            "sqs.fifo.look_ahead": draw(one_of(4, 20, 20_000)),
            "sqs.fifo.calls_per_second": draw(one_of(2, 300)),
            "sqs.fifo.group_calls_per_second": draw(one_of(2, 300)),
            "sqs.fifo.deduplication_s": draw(one_of(1, 300)),
            "esm.sqs.throttle_backoff_initial_s": draw(one_of(0.1, 1)),
        },
        "components": parts,
    }


def bare(messages):
    """Without their group."""
    return [message[:2] for message in messages]


class Watch:
    """Stands before the function; looks at every batch and at the queue as it is handed over."""

    def __init__(self, function, queue):
        self.function, self.timeout_s = function, function.timeout_s
        self.groups = defaultdict(set)  # all messages of a group that have been in sight
        self.gone, self.in_flight, self.purged = set(), set(), 0
        self.there_before = self.next_id(queue)
        groups = queue._groups
        for group in groups.all.values():
            self.groups[group.key].update(bare(group.line))
        self.listen(groups, "add", self.came)
        self.listen(
            groups, "put_back", lambda _, back: self.in_flight.difference_update(bare(back))
        )
        self.listen(queue._receipts, "delete", lambda _, receipt: self.deleted(receipt))
        self.listen(queue._receipts, "_forget", lambda gone: self.gone.update(bare(gone)))
        self.listen(queue.purges, "_delete_all", lambda _: self.purge(self.next_id(queue)))
        self.look_at_known(queue.coming)
        self.listen(queue._unusual, "leaves", lambda message: self.gone.update(bare([message])))

    def listen(self, owner, name, told):
        method = getattr(owner, name)

        def listening(*given):
            told(*given)
            return method(*given)

        setattr(owner, name, listening)

    def look_at_known(self, coming):
        """Messages that are known before they come do so without being added."""
        expect = coming._expect

        def expecting():
            expect()
            coming._messages = map(self.noticed, coming._messages)

        coming._expect = expecting

    def noticed(self, message):
        id, sent, group = message
        self.came(id, sent, group)
        return message

    def next_id(self, queue):
        return queue._groups.next_id + queue.coming.not_counted()

    def purge(self, next_id):
        """All of before is gone; a poller that holds some of it hands that over all the same."""
        self.purged = next_id
        self.in_flight.clear()

    def here(self, messages):
        """Those that were not purged."""
        return [message for message in messages if message[0] >= self.purged]

    def deleted(self, receipt):
        if not receipt.done:
            self.gone.update(bare(receipt.messages))

    def came(self, id, sent, group):
        self.groups[group.key].add((id, sent))

    def invoke(self, now, receipt, on_end, synchronous=True):
        for group, messages in receipt.by_group():
            known, batch = self.groups[group.key], bare(messages)
            known.update(message for message in batch if message[0] < self.there_before)
            self.check_group(sorted(self.here(known - self.gone)), self.here(batch))
        self.in_flight.update(self.here(bare(receipt.messages)))
        return self.function.invoke(now, receipt, on_end, synchronous)

    def check_group(self, here, mine):
        """They are the first of their group that are still there, in order, and alone in flight."""
        assert mine == here[: len(mine)]
        assert not mine or self.in_flight.isdisjoint(here[len(mine) :])


def total(part, fact):
    return sum(row[1] for row in part.ledgers[fact].rows)


def check_conserved(parts, most_in_flight):
    """Every message that was sent is in exactly one place, and not too many are in flight."""
    for id in {"orders", "dead"} & set(parts):
        queue = parts[id]
        _, visible, in_flight, delayed, _ = queue.ledgers[QueueObserved].rows[-1]
        assert in_flight <= most_in_flight
        gone = len(queue.ledgers[MessageDeleted].rows)
        gone += total(queue, MessagesDeadLettered) + total(queue, MessagesExpired)
        gone += total(queue, MessagesPurged)
        assert total(queue, MessagesSent) == gone + visible + in_flight + delayed, id
    orders = parts["orders"]
    asked = len(parts["producer"].ledgers[RequestSent].rows) + orders.settings.initial_messages
    answered = total(orders, MessagesSent) + total(orders, SendsRefused)
    assert asked == answered + total(orders, MessagesDeduplicated)
    if "dead" in parts:
        assert total(parts["dead"], MessagesSent) == total(orders, MessagesDeadLettered)


@pytest.mark.parametrize("profile", PROFILES)
@examples(SCENARIOS // len(PROFILES))
@given(data=st.data())
def test_every_group_keeps_its_order_and_no_message_is_lost(profile, data):
    scenario = simcore.load_scenario(data.draw(documents(profile))).with_defaults()
    simulation = build(scenario, scenario.quota_profile(), scenario.seed)
    most_in_flight = scenario.quota_profile().value("sqs.fifo.in_flight_max")
    parts = {part.id: part for part in simulation.components}
    mapping, orders = parts["poll"], parts["orders"]
    mapping.function = Watch(mapping.function, orders)
    mapping.bind()
    purged = data.draw(st.none() | st.integers(1, int(scenario.duration)))
    for t in range(1, int(scenario.duration) + 1):
        simulation.env.run(until=t)
        if t == purged:
            orders.purges.begin(data.draw(one_of(0.0, 3.5)))
        simulation.observe()
        check_conserved(parts, most_in_flight)
