"""Metrics under CloudWatch's own names mean what AWS's pages say of them.

Pages: Amazon SQS Developer Guide, sqs-available-cloudwatch-metrics and sqs-dead-letter-queues;
AWS Lambda Developer Guide, monitoring-metrics-types (12 Jul 2026); Amazon Kinesis Data Streams
Developer Guide, monitoring-with-cloudwatch.
"""

import pytest

PROVES = (
    "simcore/awslambda/account.py",
    "simcore/awslambda/version.py",
    "simcore/services/sqs/standard/queue.py",
)

SHORT = {"kinesis.retention_min_s": 10}


def total(result, component, metric):
    return sum(value or 0 for value in result["series"][component][metric])


def failing(duration=1, **more):
    return {"type": "function", "timeout": 5, "duration": duration, "init_duration": 0,
            "error_rate": 1, **more}  # fmt: skip


@pytest.mark.parametrize("fifo", [None, {}])
def test_messages_that_a_redrive_moves_are_not_sent(simulate, fifo):
    """A message that comes to a dead-letter queue after failed attempts is not in its
    NumberOfMessagesSent; one that somebody sends there is. Nor was a backlog sent in the run."""
    queue = {"type": "queue", "visibility_timeout": 10, "fifo": fifo}
    parts = {
        "caller": {"type": "client", "target": "orders", "limit": 20,
                   "arrivals": {"constant": {"rate": 1}}},
        "orders": {**queue, "initial_messages": 5,
                   "redrive": {"dead_letter_queue": "dead", "max_receive_count": 1}},
        "poll": {"type": "event_source_mapping", "source": "orders", "function": "worker"},
        "worker": failing(),
        "by-hand": {"type": "client", "target": "dead", "limit": 3,
                    "arrivals": {"constant": {"rate": 1}}},
        "dead": queue,
    }  # fmt: skip
    result = simulate(parts, "4 min", "aws-2026")
    assert total(result, "orders", "NumberOfMessagesSent") == 20
    assert total(result, "dead", "NumberOfMessagesSent") == 3
    assert total(result, "orders", "MessagesAdded") == result["counters"]["orders"]["sent"] == 25
    assert total(result, "dead", "MessagesAdded") == result["counters"]["dead"]["sent"] == 28


def test_what_lambda_sends_to_a_dead_letter_queue_is_sent(simulate):
    """Lambda calls SendMessage for its asynchronous events: not a redrive of SQS."""
    parts = {
        "caller": {"type": "client", "target": "worker", "invocation": "Event", "limit": 4,
                   "arrivals": {"constant": {"rate": 1}}},
        "worker": failing(asynchronous={"maximum_retry_attempts": 0,
                                        "dead_letter_queue": {"target": "dead"}}),
        "dead": {"type": "queue"},
    }  # fmt: skip
    assert total(simulate(parts, 60, "aws-2026"), "dead", "NumberOfMessagesSent") == 4


def test_the_age_leaves_out_what_was_received_three_times(simulate, at):
    """One message that always fails, received at about 0, 30, 60 and 90 s: its age counts until it
    is received for the third time, and not any more. One sent at 100 s counts until it is
    received for the third time, too."""
    parts = {
        "first": {"type": "client", "target": "orders", "limit": 1,
                  "arrivals": {"constant": {"rate": 1}}},
        "second": {"type": "client", "target": "orders", "limit": 1, "start": 100,
                   "arrivals": {"constant": {"rate": 1}}},
        "orders": {"type": "queue", "visibility_timeout": 30},
        "poll": {"type": "event_source_mapping", "source": "orders", "function": "worker",
                 "batch_size": 1},
        "worker": failing(),
    }  # fmt: skip
    result = simulate(parts, "4 min", "aws-2026")
    ages = [at(result, "orders", "ApproximateAgeOfOldestMessage", t) for t in range(200)]
    assert ages[50:58] == pytest.approx(range(51, 59), abs=0.2)
    assert set(ages[64:99]) == {0}, "received for the third time at about 60 s"
    assert ages[110:158] == pytest.approx(range(11, 59), abs=0.2)
    assert set(ages[164:]) == {0}
    assert result["counters"]["orders"]["in_flight"] + result["counters"]["orders"]["visible"] == 2


def test_what_the_retention_takes_is_not_dropped(simulate):
    """DroppedEventCount is what exceeds the age or the attempts that the mapping allows, and not
    what expires by the retention of the source, read or not."""
    parts = {
        "clicker": {"type": "client", "target": "clicks", "limit": 30,
                    "arrivals": {"constant": {"rate": 1}}},
        "clicks": {"type": "stream", "shards": 1, "retention_period": 25},
        "read": {"type": "stream_event_source_mapping", "source": "clicks", "function": "worker"},
        "worker": failing(0.1),
    }  # fmt: skip
    result = simulate(parts, "2 min", "aws-2026", SHORT)
    counters = result["counters"]["read"]
    assert total(result, "read", "DroppedEventCount") == counters["dropped_events"] == 0
    assert counters["expired_in_work"] == counters["discarded.expired"] > 0
    assert total(result, "read", "RecordsExpired") == counters["expired"] == 30
    parts["read"]["maximum_record_age"] = 60
    parts["read"]["maximum_retry_attempts"] = 0
    result = simulate(parts, "2 min", "aws-2026", SHORT)
    assert total(result, "read", "DroppedEventCount") == 30


def test_get_records_does_not_give_what_is_pushed(simulate):
    """Enhanced fan-out is SubscribeToShard; each of two readers gets all records."""
    read = {"type": "stream_event_source_mapping", "source": "clicks", "function": "worker"}
    parts = {
        "clicker": {"type": "client", "target": "clicks", "limit": 50,
                    "arrivals": {"constant": {"rate": 5}}},
        "clicks": {"type": "stream", "shards": 1},
        "polled": read,
        "pushed": {**read, "enhanced_fan_out": True},
        "worker": failing(0.1, error_rate=0),
    }  # fmt: skip
    result = simulate(parts, 60, "aws-2026")
    assert total(result, "clicks", "GetRecords.Records") == 50
    assert total(result, "clicks", "SubscribeToShardEvent.Records") == 50
    assert result["counters"]["clicks"]["records_read"] == 100
    size = total(result, "clicks", "IncomingBytes")
    for metric in ("GetRecords.Bytes", "SubscribeToShardEvent.Bytes"):
        assert total(result, "clicks", metric) == size
