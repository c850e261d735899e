"""Dead-letter queues: what is in them, how old it is, and the way back."""

import pytest

import simcore
from tests import store
from tests.theory.intervals import binomial_interval

PROVES = (
    "simcore/services/sqs/redrive.py",
    "simcore/services/sqs/standard/move_task.py",
    "simcore/services/sqs/retention.py",
)

DAY = 86_400
N = 20_000


@pytest.fixture(scope="module")
def dead_letters():
    """Every receive fails with p = 0.3, one message a batch, maxReceiveCount 3."""
    return store.result(
        simcore.load_scenario(
            {
                "format": "windtunnel.scenario/1",
                "id": "evidence",
                "title": "How much is dead?",
                "duration": "2 h",
                "components": {
                    "orders": {
                        "type": "queue",
                        "visibility_timeout": 30,
                        "initial_messages": N,
                        "redrive": {"dead_letter_queue": "dead", "max_receive_count": 3},
                    },
                    "dead": {"type": "queue"},
                    "poll": {
                        "type": "event_source_mapping",
                        "source": "orders",
                        "function": "worker",
                        "batch_size": 1,
                    },
                    "worker": {
                        "type": "function",
                        "duration": "1 s",
                        "init_duration": 0,
                        "error_rate": 0.3,
                    },
                },
            }
        )
    )


def test_three_failures_of_thirty_per_cent_leave_two_point_seven(dead_letters):
    """A message is dead when each of its three receives failed: 0.3 x 0.3 x 0.3 = 2.7 %. Of 20,000
    that is 540, within the 99 % interval of the binomial distribution."""
    counters = dead_letters["counters"]
    assert pytest.approx(0.027) == 0.3**3
    assert counters["orders"]["visible"] + counters["orders"]["in_flight"] == 0
    low, high = binomial_interval(N, 0.027)
    assert low <= counters["dead"]["visible"] <= high
    assert counters["orders"]["deleted"] + counters["dead"]["visible"] == N


def test_and_a_receive_more_often_than_once(dead_letters):
    """Receives of a message: 1 + 0.3 + 0.3 x 0.3 = 1.39."""
    assert dead_letters["counters"]["orders"]["received"] / N == pytest.approx(1.39, rel=0.01)


def test_age_in_a_dead_letter_queue_counts_from_the_move(simulate, at):
    """Amazon SQS Developer Guide, setting-up-dead-letter-queue-retention: a message spends a day in
    its queue; with four days of retention it leaves the dead-letter queue after three, when
    ApproximateAgeOfOldestMessage is three days."""
    result = simulate(
        {
            "orders": {
                "type": "queue",
                "visibility_timeout": DAY / 2,
                "message_retention_period": 4 * DAY,
                "initial_messages": 1,
                "redrive": {"dead_letter_queue": "dead", "max_receive_count": 2},
            },
            "dead": {"type": "queue", "message_retention_period": 4 * DAY},
            "poll": {"type": "event_source_mapping", "source": "orders", "function": "worker"},
            "worker": {"type": "function", "duration": 1, "error_rate": 1},
        },
        "5 days",
        "aws-2026",
    )
    ages = result["series"]["dead"]["ApproximateAgeOfOldestMessage"]
    bin_s = result["bin_s"]
    assert max(ages) == pytest.approx(3 * DAY, abs=2 * bin_s)
    assert result["counters"]["dead"]["expired"] == 1
    gone = [t for t, age in zip(result["time_s"], ages, strict=True) if age]
    assert max(gone) == pytest.approx(4 * DAY, abs=2 * bin_s)


def test_messages_move_back_at_the_stated_rate(simulate, total_from, at):
    """Amazon SQS API, StartMessageMoveTask: MaxNumberOfMessagesPerSecond, 500 at the most, back to
    the queue that each came from. 600 messages, 20 a second from 100 s on: 30 s."""
    result = simulate(
        {
            "orders": {
                "type": "queue",
                "visibility_timeout": 30,
                "initial_messages": 600,
                "redrive": {"dead_letter_queue": "dead", "max_receive_count": 1},
            },
            "dead": {"type": "queue", "message_move_task": {"start": 100, "rate": "20/s"}},
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "maximum_concurrency": 100,
            },
            "worker": {"type": "function", "duration": 1, "error_rate": 1},
        },
        "125 s",
        "aws-2026",
    )
    assert at(result, "dead", "ApproximateNumberOfMessagesVisible", 95) == 600
    assert total_from(result, "dead", "MessagesMoved", 0, 100) == 0
    for second in (100, 110, 124):
        assert total_from(result, "dead", "MessagesMoved", second, second + 1) == 20
    assert total_from(result, "orders", "NumberOfMessagesSent", 100, 125) == 25 * 20
    assert at(result, "dead", "ApproximateNumberOfMessagesVisible", 119) == 600 - 20 * 20


def test_a_full_rate_moves_thirty_thousand_in_a_minute(simulate, total_from):
    """The same page: 500 a second at the most: 30,000 in 60 s."""
    result = simulate(
        {
            "orders": {
                "type": "queue",
                "redrive": {"dead_letter_queue": "dead", "max_receive_count": 1},
            },
            "dead": {
                "type": "queue",
                "initial_messages": 30_000,
                "message_move_task": {"start": 10},
            },
            "poll": {"type": "event_source_mapping", "source": "orders", "function": "worker"},
            "worker": {"type": "function", "duration": 1},
        },
        "80 s",
        "aws-2026",
    )
    assert total_from(result, "dead", "MessagesMoved", 10, 69) == 59 * 500
    assert total_from(result, "dead", "MessagesMoved", 69, 80) == 500
