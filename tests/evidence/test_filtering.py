"""Event filtering: what does not match never reaches the function, and leaves the queue."""

import pytest

from tests.theory.intervals import binomial_interval

PROVES = (
    "simcore/awslambda/event_source_mapping/filtered.py",
    "simcore/awslambda/event_source_mapping/streams/filtered.py",
    "simcore/roles/filtering.py",
)

N = 10_000


def run(simulate, profile, criteria, **queue):
    return simulate(
        {
            "orders": {"type": "queue", "initial_messages": N, **queue},
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "filter_criteria": criteria,
            },
            "worker": {"type": "function", "duration": "100 ms", "init_duration": 0},
        },
        "5 min",
        profile,
    )


@pytest.mark.parametrize("profile", ["aws-2022", "aws-2026"])
def test_what_does_not_match_is_deleted_without_an_invocation(simulate, profile):
    """AWS Lambda Developer Guide, invocation-eventfiltering (14 November 2022; 12 July 2026): if a
    message does not satisfy the filter, Lambda removes it from the queue. Metrics:
    monitoring-metrics-types (12 July 2026): polled = filtered out + invoked."""
    result = run(simulate, profile, "30 %")
    poll, orders = result["counters"]["poll"], result["counters"]["orders"]
    low, high = binomial_interval(N, 0.3)
    assert low <= poll["invoked_events"] <= high
    assert poll["filtered_out_events"] + poll["invoked_events"] == orders["received"] == N
    assert poll["deleted_events"] == poll["invoked_events"]
    assert orders["deleted"] == N
    series = result["series"]["poll"]
    assert sum(series["FilteredOutEventCount"]) == poll["filtered_out_events"]
    assert sum(series["PolledEventCount"]) == N


def test_a_filter_saves_invocations_and_batches_are_smaller(simulate):
    """Filtered before batching: of each receive of ten, three remain on average."""
    result = run(simulate, "aws-2026", "30 %")
    poll, worker = result["counters"]["poll"], result["counters"]["worker"]
    receives = N / 10
    assert worker["invocations"] == pytest.approx(receives * (1 - 0.7**10), rel=0.02)
    assert poll["invoked_events"] / worker["invocations"] == pytest.approx(
        10 * 0.3 / (1 - 0.7**10), rel=0.05
    )


def test_classes_share_out_a_queue(simulate):
    """Two classes, two filters: each message matches exactly one of them."""
    classes = {"paid": "80 %", "refund": "20 %"}
    both = [
        run(simulate, "aws-2026", {"classes": [name]}, message_classes=classes)["counters"]["poll"]
        for name in classes
    ]
    assert both[0]["invoked_events"] + both[1]["invoked_events"] == N
    low, high = binomial_interval(N, 0.2)
    assert low <= both[1]["invoked_events"] <= high


@pytest.mark.parametrize("fifo", [False, True])
def test_a_dead_letter_is_what_it_was(simulate, fifo):
    """A queue's mapping wants one half of the messages, its function fails; the dead-letter
    queue's mapping wants the other half, of which none can be there."""
    kind = {"fifo": {}} if fifo else {}
    classes = {"message_classes": {"a": "50 %", "b": "50 %"}}
    ends = simulate(
        {
            "shop": {
                "type": "client",
                "target": "orders",
                "arrivals": {"constant": {"rate": 1}},
                "limit": 100,
                **({"keys": {"uniform": {"count": 50}}} if fifo else {}),
            },
            "orders": {
                "type": "queue",
                "visibility_timeout": 30,
                "redrive": {"dead_letter_queue": "dead", "max_receive_count": 1},
                **classes,
                **kind,
            },
            "dead": {"type": "queue", "visibility_timeout": 30, **classes, **kind},
            "poll": {
                "type": "event_source_mapping",
                "source": "orders",
                "function": "worker",
                "batch_size": 1,
                "filter_criteria": {"classes": ["a"]},
            },
            "poll-dead": {
                "type": "event_source_mapping",
                "source": "dead",
                "function": "undertaker",
                "batch_size": 1,
                "filter_criteria": {"classes": ["b"]},
            },
            "worker": {"type": "function", "duration": "100 ms", "error_rate": 1},
            "undertaker": {"type": "function", "duration": "100 ms"},
        },
        "5 min",
        "aws-2026",
    )["counters"]
    assert ends["dead"]["sent"] > 20
    assert ends["undertaker"]["invocations"] == 0
