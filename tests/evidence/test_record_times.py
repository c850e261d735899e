"""A handler that goes through its batch, record by record: what larger batches are worth.

A field report (a handler that inserts the messages of a FIFO queue one after the other) and
arithmetic; rules: AWS Lambda Developer Guide, invocation-eventsourcemapping and
services-sqs-scaling (12 Jul 2026).
"""

from pathlib import Path

import pytest

import simcore
from tests import store
from tests.shares import SOAK

PROVES = ("simcore/awslambda/record_times.py",)

FIELD = Path(__file__).parent / "field"


def waiting(duration, each, batch, minutes=1):
    """How many messages are visible when the run is over."""
    changes = {"insert.duration": duration, "insert.duration_per_record": each}
    changes |= {"esm.batch_size": batch, "duration": f"{minutes} min"}
    path = FIELD / "loop-over-the-batch.yaml"
    result = store.result(simcore.load_scenario(path, overrides=changes))
    return result["series"]["q"]["ApproximateNumberOfMessagesVisible"][-1]


@pytest.mark.parametrize("batch", [1, 10])
def test_larger_batches_do_not_help_it(batch):
    """100 ms a message and one batch at a time of each of four groups: 10 a second of each, 40 of
    the 50 that come. Ten more wait every second, 600 after a minute, whatever the batch size."""
    assert waiting(0, "100 ms", batch) == pytest.approx(600, rel=0.05)


@pytest.mark.parametrize("minutes", [2, 20] if SOAK else [2])
def test_after_twenty_minutes_twelve_thousand_wait(minutes):
    """10 x 60 for each minute."""
    assert waiting(0, "100 ms", 10, minutes=minutes) == pytest.approx(600 * minutes, rel=0.03)


def test_they_help_with_what_is_paid_once():
    """60 ms for each invocation and 40 ms for each message: alone 10 a second of a group, as above.
    In tens 460 ms: 21.7 a second, so that the four keep up with 12.5 each."""
    assert waiting("60 ms", "40 ms", 1) == pytest.approx(600, rel=0.05)
    assert waiting("60 ms", "40 ms", 10) < 40


def test_what_is_filtered_out_takes_no_time(simulate):
    """Of 100 records a share of 0.3 reaches the handler: it is billed for those, a second each."""
    parts = {
        "c": {"type": "client", "target": "q", "limit": 100,
              "arrivals": {"constant": {"rate": 10}}},
        "q": {"type": "queue", "visibility_timeout": "5 min"},
        "m": {"type": "event_source_mapping", "source": "q", "function": "f",
              "filter_criteria": 0.3},
        "f": {"type": "function", "timeout": 60, "duration": 0, "init_duration": 0,
              "duration_per_record": 1},
    }  # fmt: skip
    counters = simulate(parts, "2 min", "aws-2026")["counters"]
    handled = counters["m"]["invoked_events"]
    assert handled == 100 - counters["m"]["filtered_out_events"] < 50
    assert counters["f"]["billed_duration_ms"] == handled * 1_000


@pytest.mark.parametrize("source", ["stream", "table"])
def test_records_of_streams(simulate, source):
    """60 records of one shard in batches of up to 100, half a second each: 30 s in all, in however
    many invocations; the final invocations of 10 s windows have none and take none."""
    parts = {
        "c": {"type": "client", "target": "s", "limit": 60, "arrivals": {"constant": {"rate": 60}}},
        "s": {"type": source},
        "m": {"type": "stream_event_source_mapping", "source": "s", "function": "f",
              "tumbling_window": 10},
        "f": {"type": "function", "timeout": 600, "duration": 0, "init_duration": 0,
              "duration_per_record": 0.5},
    }  # fmt: skip
    if source == "table":
        parts["s"]["partitions"] = 1
    result = simulate(parts, "4 min", "aws-2026")
    counters = result["counters"]
    assert counters["m"]["invoked_events"] == 60
    assert counters["f"]["billed_duration_ms"] == pytest.approx(30_000)
