"""SQS FIFO queues and their mapping: what AWS's pages say of groups, order and quotas."""

import pytest

from simcore.quotas import PROFILES

PROVES = (
    "simcore/services/sqs/fifo/queue.py",
    "simcore/services/sqs/fifo/groups.py",
    "simcore/services/sqs/fifo/throughput.py",
    "simcore/awslambda/event_source_mapping/fifo.py",
)

VISIBILITY_TIMEOUT = 30


def parts(*, rate, keys, duration, orders=None, poll=None, worker=None, **client):
    return {
        "producer": {
            "type": "client",
            "target": "orders",
            "arrivals": {"constant": {"rate": rate}},
            "keys": {"uniform": {"count": keys}},
            **client,
        },
        "orders": {
            "type": "queue",
            "fifo": {},
            "visibility_timeout": VISIBILITY_TIMEOUT,
            **(orders or {}),
        },
        "poll": {
            "type": "event_source_mapping",
            "source": "orders",
            "function": "worker",
            **(poll or {}),
        },
        "worker": {
            "type": "function",
            "duration": duration,
            "timeout": VISIBILITY_TIMEOUT,
            "init_duration": 0,
            **(worker or {}),
        },
    }


def highest(result, component="worker"):
    return max(result["series"][component]["ConcurrentExecutions"])


@pytest.mark.parametrize("mixes", [False, True])
def test_six_groups_are_six_invocations_at_the_most(simulate, mixes):
    """AWS Lambda Developer Guide, services-sqs-scaling (12 July 2026): with six message groups
    and a maximum concurrency of ten, the function has six concurrent invocations at the most."""
    poll = {"maximum_concurrency": 10, "fifo": {"mixes_groups": mixes}}
    components = parts(rate=100, keys=6, duration="5 s", poll=poll)
    result = simulate(components, 60, "aws-2026")
    assert highest(result) == 6
    # 6 batches of ten in 5 s are 12 messages a second of the 100 that come.
    assert result["counters"]["orders"]["visible"] > 60 * (100 - 12) * 0.9


def test_the_maximum_concurrency_is_the_most_where_there_are_more_groups(simulate):
    """The same page: the concurrency is capped by the setting, here four of twenty groups."""
    components = parts(rate=100, keys=20, duration="5 s", poll={"maximum_concurrency": 4})
    assert highest(simulate(components, 60, "aws-2026")) == 4


@pytest.mark.parametrize("profile", PROFILES)
def test_without_a_maximum_there_are_as_many_invocations_as_active_groups(simulate, profile):
    """AWS Lambda Developer Guide, with-sqs (14 November 2022): Lambda scales to the number of
    active message groups. Twenty groups of one message each every second or so: no ramp, the
    twenty are there as soon as their messages are."""
    components = parts(rate=100, keys=20, duration="10 s", poll={"batch_size": 1})
    result = simulate(components, 20, profile)
    assert highest(result) == 20
    assert result["series"]["worker"]["ConcurrentExecutions"][1] >= 19


@pytest.mark.parametrize(
    ("profile", "backlog", "groups"),
    [("aws-2022", 25_000, 3), ("aws-2022", 1_000, 50), ("aws-2026", 25_000, 50)],
)
def test_groups_behind_the_look_ahead_are_not_seen(simulate, profile, backlog, groups):
    """Three groups in the first 20,000 messages of a larger backlog: concurrency 3 (observed by
    users of the service in 2023). Fifty groups come behind; within a backlog of 1,000, or with
    the quota of 2026, taken to be the look-ahead too, they are seen."""
    components = parts(
        rate=1, keys=3, duration="30 s", orders={"initial_messages": backlog}, limit=1
    )
    components["second"] = components["producer"] | {
        "arrivals": {"constant": {"rate": 100}},
        "keys": {"uniform": {"count": 50}},
        "start": 1,
        "limit": 1_000,
    }
    assert highest(simulate(components, 25, profile)) == groups


@pytest.mark.parametrize("profile", PROFILES)
def test_a_failing_group_does_not_hold_up_the_others(simulate, profile):
    """AWS Lambda Developer Guide, with-sqs (2022) and services-sqs-errorhandling (2026): when the
    function returns an error, the group's messages wait for the end of their visibility timeout;
    Lambda receives no more of that group, and goes on with the others.

    Group 0 fails always: tried at t, t + 30, t + 60 and t + 90 s, t below 1 s, of 100 s.
    """
    components = parts(
        rate=10, keys=2, duration="50 ms", poll={"batch_size": 1}, poison={"keys": [0]}
    )
    counters = simulate(components, 100, profile)["counters"]
    assert counters["worker"]["errors"] == 4
    orders = counters["orders"]
    assert orders["sent"] == 1_000
    assert orders["deleted"] == pytest.approx(500, abs=80)  # those of group 1, five deviations
    assert orders["visible"] + orders["in_flight"] == 1_000 - orders["deleted"]
    assert orders["groups_blocked"] == 1


@pytest.mark.parametrize("profile", PROFILES)
def test_a_partial_batch_stops_at_the_first_failure(simulate, at, profile):
    """The same pages: on a FIFO queue the function stops at the first failure and returns the
    failed and the unprocessed messages, so that the order is kept.

    Message 1 is alone in the first batch, 2 to 11 are the second, 5 is poison: 2, 3 and 4 are
    deleted at 2 s, seven come back at 31 s and fail from the first on.
    """
    components = parts(
        rate=100,
        keys=1,
        duration="1 s",
        limit=11,
        poison={"messages": [5]},
        poll={"report_batch_item_failures": True},
    )
    result = simulate(components, 60, profile)
    assert at(result, "orders", "NumberOfMessagesDeleted", 1) == 1
    assert at(result, "orders", "NumberOfMessagesDeleted", 2) == 3
    assert at(result, "poll", "FailedInvokeEventCount", 2) == 7
    assert at(result, "orders", "MessagesReturned", 31) == 7
    assert at(result, "poll", "InvokedEventCount", 31) == 7
    assert at(result, "poll", "FailedInvokeEventCount", 32) == 7
    assert sum(result["series"]["orders"]["NumberOfMessagesDeleted"]) == 4
    assert sum(result["series"]["worker"]["Errors"]) == 0
    assert highest(result) == 1


@pytest.mark.parametrize("profile", PROFILES)
def test_a_poison_message_goes_to_the_dead_letter_queue_and_its_group_goes_on(simulate, profile):
    """The same pages: a group is blocked until the message is deleted, redriven or expired.

    maxReceiveCount 3 and 30 s: received at 0, 30 and 60 s, moved at 90 s, when the 20 others of
    the group, one after the other in batches of one and 1 s, begin: all deleted by 110 s.
    """
    components = parts(
        rate=100,
        keys=1,
        duration="1 s",
        limit=21,
        poison={"messages": [1]},
        poll={"batch_size": 1},
        orders={"redrive": {"dead_letter_queue": "dead", "max_receive_count": 3}},
    )
    components["dead"] = {"type": "queue", "fifo": {}}
    result = simulate(components, 120, profile)
    deleted = result["series"]["orders"]["NumberOfMessagesDeleted"]
    assert sum(deleted[:91]) == 0
    assert sum(deleted[:111]) == 20
    assert result["counters"]["dead"]["visible"] == 1
    assert result["counters"]["worker"]["errors"] == 3


@pytest.mark.parametrize("profile", PROFILES)
def test_three_hundred_calls_a_second(simulate, profile):
    """Amazon SQS Developer Guide, quotas-messages: 300 calls a second of each action, unless in
    high-throughput mode, where it is 300 of each message group."""
    sent = {}
    for high in (False, True):
        orders = {"fifo": {"high_throughput": high}}
        components = parts(rate=600, keys=10, duration="10 ms", orders=orders)
        result = simulate(components, 20, profile)
        sent[high] = sum(result["series"]["orders"]["NumberOfMessagesSent"][5:15]) / 10
        refused = sum(result["series"]["orders"]["SendsRefused"][5:15]) / 10
        assert sent[high] + refused == pytest.approx(600, abs=1)
        flags = [f["detail"] for f in result["flags"] if f["kind"] == "first_throttle"]
        assert flags == ([] if high else ["throughput quota"])
    assert sent[False] == pytest.approx(300, abs=1)
    assert sent[True] == pytest.approx(600, abs=1)  # 60 a second of each group


@pytest.mark.parametrize(("after", "delivered"), [(299, 100), (301, 200)])
def test_what_is_sent_again_within_five_minutes_is_delivered_once(simulate, after, delivered):
    """Amazon SQS Developer Guide, exactly-once processing: messages with a deduplication id that
    was accepted within five minutes are accepted, and not delivered."""
    components = parts(
        rate=1, keys=4, duration="10 ms", limit=100, sent_again={"rate": 1, "after": after}
    )
    counters = simulate(components, 500, "aws-2026")["counters"]
    assert counters["producer"]["requests"] == 200
    assert counters["orders"]["deleted"] == delivered
    assert counters["orders"]["deduplicated"] == 200 - delivered


def test_a_fifo_queue_costs_half_a_dollar_per_million_requests(simulate):
    """100 sends, 100 receives and 100 deletions of one message each, and the long polls of two
    pollers that wait 20 s: 300 + empty receives, at 0.50 USD per million."""
    components = parts(rate=10, keys=1, duration="10 ms", limit=100, poll={"batch_size": 1})
    result = simulate(components, 60, "aws-2026")
    empty = result["counters"]["orders"]["empty_receives"]
    assert 2 <= empty <= 6
    assert result["series"]["orders"]["EstimatedCharges"][-1] == pytest.approx(
        (300 + empty) * 0.5e-6
    )
