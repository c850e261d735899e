"""Charges by hand: the facts of a run, and its bill worked out from the prices."""

from __future__ import annotations

import pytest

from simcore.awslambda.charges import (
    FREE_GB_SECONDS,
    FREE_REQUESTS,
    FunctionTariff,
    SnapStartTariff,
)
from simcore.awslambda.event_source_mapping.facts import BatchSucceeded
from simcore.awslambda.facts.invocations import InvocationEnded, InvocationStarted
from simcore.awslambda.facts.lifecycle import EnvironmentRestored
from simcore.awslambda.facts.provisioned import ProvisionedInvocationEnded, ProvisionedRequested
from simcore.facts import ledgers_for
from simcore.recording import Tariff, Timebase
from simcore.recording.holds import Holds
from simcore.recording.reading import Held
from simcore.services.clients.facts import RequestSent
from simcore.services.sqs.charges import QueueTariff
from simcore.services.sqs.facts import (
    EmptyReceived,
    MessagesDeadLettered,
    MessagesReceived,
    MessagesSent,
)

from .conftest import Component, make_recorder

METRIC = "EstimatedCharges"
ON_DEMAND = (InvocationStarted, InvocationEnded, EnvironmentRestored)


@pytest.fixture
def plain() -> Component:
    """A function that never had provisioned concurrency."""
    return Component("worker", "function", ledgers_for(*ON_DEMAND))


def recorded(parts, tariff, seconds=1.0):
    recorder = make_recorder(Timebase(seconds), parts, tariff=tariff)
    recorder.fold(seconds)
    return recorder.result_parts()


def usd_of(result):
    """Item -> USD."""
    return {(line["component"], line["item"]): line["usd"] for line in result["cost"]["items"]}


@pytest.mark.parametrize(("bills_init", "ms"), [(True, 350 + 31), (False, 100 + 31)])
def test_requests_and_durations(plain, account, bills_init, ms):
    # 2 invocations of 512 MB: 100 ms and 30.2 -> 31 ms, and a cold start of 250 ms
    plain.state(InvocationStarted, (0.1, 0, 0.25, 1), (0.2, 1, 0.0, 2))
    plain.state(InvocationEnded, (0.45, 0, 0.1, 0.25, 0.1, 0), (0.5, 1, 0.2, 0.0, 0.0302, 0))
    tariff = Tariff({"worker": FunctionTariff(0.5, 2e-7, 1.6e-5, bills_init=bills_init)})
    result = recorded([plain, account], tariff)
    assert usd_of(result) == {
        ("worker", "requests"): pytest.approx(2 * 2e-7, abs=1e-9),
        ("worker", "duration"): pytest.approx(ms / 1000 * 0.5 * 1.6e-5, abs=1e-9),
    }
    total = 2 * 2e-7 + ms / 1000 * 0.5 * 1.6e-5
    for id in ("worker", "account"):
        assert result["series"][id][METRIC] == [pytest.approx(total, abs=1e-9)]


def test_requests_to_a_queue(queue, mapping, account):
    # 12 sent of which 2 were there; 2 + 3 receives; 11 deleted in batches of 1 and 10; 1 moved on
    queue.state(MessagesSent, (0.0, 12))
    queue.state(MessagesReceived, (0.1, 11, 2))
    queue.state(EmptyReceived, (0.8, 3))
    queue.state(MessagesDeadLettered, (0.9, 1))
    mapping.state(BatchSucceeded, (0.5, 1, 0), (0.6, 10, 0))
    dead = Component("dead", "queue", ledgers_for(MessagesSent))
    dead.state(MessagesSent, (0.9, 1))
    charged = {
        "orders": QueueTariff(4e-7, backlog=2, pollers=("poller",)),
        "dead": QueueTariff(4e-7, sources=("orders",)),
    }
    cost = recorded([queue, dead, mapping, account], Tariff(charged))["cost"]
    usd = (12 - 2 + 2 + 3 + 2) * 4e-7
    assert cost["components"] == {"orders": pytest.approx(usd), "dead": 0.0}
    assert cost["usd"] == pytest.approx(usd)
    assert cost["per_million"] == {"invocations": None, "requests": None}


def test_provisioned_invocations_are_charged_apart(function, account):
    """Of 0.4 s and 0.1 s, the 0.4 s ran in a provisioned environment, held for a second: 300 s."""
    function.state(ProvisionedRequested, (0.0, 2, 2))
    function.state(InvocationStarted, (0.0, 0, 0.0, 1), (0.1, 2, 0.0, 2))
    function.state(InvocationEnded, (0.4, 0, 0.0, 0.0, 0.4, 0), (0.2, 2, 0.1, 0.0, 0.1, 0))
    function.state(ProvisionedInvocationEnded, (0.4, 0, 0.4))
    prices = FunctionTariff(2.0, 2e-7, 1.7e-5, hold_usd=4e-6, run_usd=1e-5)
    tariff = Tariff({"worker": prices}, {FREE_REQUESTS: 1e6, FREE_GB_SECONDS: 4e5}, free_tier=True)
    cost = recorded([function, account], tariff)["cost"]
    assert {line["item"]: line["usd"] for line in cost["items"]} == {
        "requests": pytest.approx(2 * 2e-7),
        "duration": pytest.approx(0.1 * 2 * 1.7e-5),
        "provisioned duration": pytest.approx(0.4 * 2 * 1e-5),
        "provisioned concurrency": pytest.approx(2 * 300 * 2 * 4e-6),
    }
    assert cost["month"]["free_tier_usd"] == 0  # a function with provisioned concurrency has none


def test_many_rows_and_few_give_the_same(function, account):
    """30.2 ms is billed as 31 ms, whether it happened twice or a hundred times."""
    for n in (2, 100):
        function.state(ProvisionedInvocationEnded, *[(0.5, k, 0.0302) for k in range(n)])
        found = recorded([function, account], Tariff())["counters"]["worker"]
        assert found["billed_provisioned_ms"] == 31 * n


def test_snapshots(plain, account):
    """1 GB: cached for three hours at least, restored twice."""
    plain.state(EnvironmentRestored, (0.1, 0, 0.3), (0.2, 1, 0.3))
    prices = SnapStartTariff(cache_usd=1.5e-6, cache_minimum_s=10_800, restore_usd=1.4e-4)
    tariff = Tariff({"worker": FunctionTariff(1.0, 0.0, 0.0, snap_start=prices)})
    found = recorded([plain, account], tariff)
    assert usd_of(found)["worker", "snapshot cache"] == pytest.approx(10_800 * 1.5e-6)
    assert usd_of(found)["worker", "snapshot restores"] == pytest.approx(2 * 1.4e-4)
    month = next(i for i in found["cost"]["items"] if i["item"] == "snapshot cache")
    assert month["month_quantity"] == pytest.approx(30 * 86_400)


def test_large_events_count_as_several_requests(plain, account, client):
    client.state(RequestSent, (0.1,), (0.2,))
    plain.state(InvocationStarted, (0.1, 0, 0.0, 1), (0.2, 1, 0.0, 2))
    tariff = Tariff({"worker": FunctionTariff(1.0, 2e-7, 0.0, large_events={"caller": 3})})
    assert recorded([plain, client, account], tariff)["cost"]["usd"] == pytest.approx(8 * 2e-7)


class TestHolds:
    def held(self, *changes):
        holds, asked = Holds(Held(ProvisionedRequested, "change"), 300.0), 0
        for t, change in changes:
            asked += change
            holds.few([(t, asked, change)])
        return holds

    @pytest.mark.parametrize(
        ("now", "owed_s"), [(0, 300), (1, 300), (300, 300), (300.1, 600), (601, 900)]
    )
    def test_rounded_up_to_five_minutes(self, now, owed_s):
        assert self.held((0.0, 2)).owed_s(now) == 2 * owed_s

    def test_what_is_still_held_lasts_no_longer_than_it_did(self):
        assert self.held((100.0, 2)).lasting_s(110.0) == 20.0

    def test_the_latest_are_given_up_first(self):
        """10 from the start; 5 from 400 s to 500 s; of the 10, 3 go at 650 s."""
        holds = self.held((0.0, 10), (400.0, 5), (500.0, -5), (650.0, -3))
        assert holds.given_up_s == 5 * 300 + 3 * 900
        assert holds.owed_s(1000.0) == 5 * 300 + 3 * 900 + 7 * 1200
        assert holds.lasting_s(1000.0) == 5 * 300 + 3 * 900 + 7 * 1000

    def test_one_giving_up_may_end_several(self):
        holds = self.held((0.0, 1), (10.0, 1), (20.0, -2))
        assert holds.owed_s(9e9) == 600


def test_time_is_charged_where_nothing_is_counted_and_nothing_else_is(plain, account):
    # 1 GB cached for 1 USD a GB-second, 2 s at least
    cached = SnapStartTariff(cache_usd=1.0, cache_minimum_s=2.0, restore_usd=0.0)
    for snap_start, usd in ((cached, [2.0, 2.0, 3.0, 4.0]), (None, [0.0] * 4)):
        tariff = Tariff({"worker": FunctionTariff(1.0, 0.0, 0.0, snap_start=snap_start)})
        recorder = make_recorder(Timebase(4.0), [plain, account], tariff=tariff)
        for second in range(1, 5):
            recorder.fold(float(second))
        assert recorder.boards["worker"].part(0, 4)[METRIC] == usd
        assert recorder.account.part(0, 4)[METRIC] == usd
