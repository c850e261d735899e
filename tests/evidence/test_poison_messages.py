"""One message that the handler can never process, on a standard queue."""

import pytest

from simcore.quotas import PROFILES

PROVES = (
    "simcore/services/sqs/standard/poison.py",
    "simcore/services/sqs/redrive.py",
    "simcore/awslambda/event_source_mapping/sqs.py",
)

SENT = 10
BAD = 3


def outcome(
    simulate, profile="aws-2026", *, poison=None, mapping=None, receives=2, dead=None, **queue
):
    """Ten messages, one a second, of which the third is poison, unless ``poison`` says more."""
    components = {
        "shop": {
            "type": "client",
            "target": "orders",
            "arrivals": {"constant": {"rate": 1}},
            "limit": SENT,
            "poison": poison or {"messages": [BAD]},
        },
        "orders": {
            "type": "queue",
            "visibility_timeout": 30,
            "redrive": {"dead_letter_queue": "dead", "max_receive_count": receives},
            **queue,
        },
        "dead": {"type": "queue", **(dead or {})},
        "poll": {
            "type": "event_source_mapping",
            "source": "orders",
            "function": "worker",
            "batch_size": 1,
            **(mapping or {}),
        },
        "worker": {"type": "function", "duration": "100 ms", "init_duration": 0},
    }
    return simulate(components, "10 min", profile)


def fate(result):
    """By number in the order of sending: the steps of each message in the queue."""
    return {
        story["id"] + 1: [step["step"] for step in story["steps"] if step["component"] == "orders"]
        for story in result["stories"]
        if story["steps"][0]["component"] == "orders"
    }


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("delay", [0, 20])
def test_it_fails_as_often_as_it_may_and_is_dead(simulate, profile, delay):
    """Received twice, failed twice; the third receive would be one too many."""
    result = outcome(simulate, profile, delay=delay)
    orders, worker = result["counters"]["orders"], result["counters"]["worker"]
    assert (orders["sent"], orders["deleted"], orders["dead_lettered"]) == (SENT, SENT - 1, 1)
    assert (worker["invocations"], worker["errors"]) == (SENT - 1 + 2, 2)
    assert result["counters"]["dead"]["sent"] == 1
    lives = fate(result)
    assert {number for number, steps in lives.items() if "error" in steps} == {BAD}
    assert lives[BAD].count("error") == 2
    assert lives[BAD][-1] == "dead-lettered"


GATHERED = {"batch_size": SENT, "maximum_batching_window": 20}


def test_it_brings_its_whole_batch_back(simulate):
    """AWS Lambda Developer Guide, services-sqs-errorhandling: all messages of a failed batch
    return. They are together in the next batch, too, so that all of them end up dead."""
    result = outcome(simulate, mapping=GATHERED, visibility_timeout=60)
    orders, worker = result["counters"]["orders"], result["counters"]["worker"]
    assert (worker["invocations"], worker["errors"]) == (2, 2)
    assert (orders["deleted"], orders["dead_lettered"]) == (0, SENT)


def test_reported_it_comes_back_alone(simulate):
    """The same with ReportBatchItemFailures: the second batch is the poison message alone."""
    mapping = {**GATHERED, "report_batch_item_failures": True}
    result = outcome(simulate, mapping=mapping, visibility_timeout=60)
    orders, worker = result["counters"]["orders"], result["counters"]["worker"]
    assert (worker["invocations"], worker["errors"]) == (2, 0)
    assert (orders["deleted"], orders["dead_lettered"]) == (SENT - 1, 1)


def test_moved_back_it_is_as_bad_as_before(simulate):
    """StartMessageMoveTask gives every message another chance; this one dies a second time."""
    result = outcome(simulate, dead={"message_move_task": {"start": 300}})
    counters = result["counters"]
    assert counters["worker"]["errors"] == 4
    assert (counters["dead"]["sent"], counters["dead"]["moved"]) == (2, 1)


def test_a_share_of_all(simulate):
    """With rate 1 every message is poison."""
    result = outcome(simulate, poison={"rate": 1}, receives=1)
    assert result["counters"]["worker"]["errors"] == SENT
    assert result["counters"]["orders"]["dead_lettered"] == SENT
