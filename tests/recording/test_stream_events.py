"""What a person reads of what happens to streams."""

import pytest

from simcore.awslambda.event_source_mapping.streams.facts import RecordsDiscarded
from simcore.awslambda.event_source_mapping.streams.words import discarded
from simcore.facts import ledgers_for
from simcore.recording import Timebase

from .conftest import STREAM_MAPPING, Component, make_recorder

NOWHERE, DELIVERED, NOT_DELIVERED = range(3)


@pytest.mark.parametrize(
    ("delivery", "holds_records", "told"),
    [
        (NOWHERE, 0, ""),
        (DELIVERED, 0, ", the destination is told where they were, not what they are"),
        (DELIVERED, 1, ", the destination gets them"),
        (NOT_DELIVERED, 1, ", the destination did not take it"),
    ],
)
def test_what_the_destination_of_a_discarded_batch_gets(delivery, holds_records, told):
    """Facts 7.13: queues and topics get metadata only, a bucket the records."""
    words, why = discarded((9.0, 10, 0, delivery, 2, 3, holds_records))
    assert words == f"10 records of shard 2 given up after 3 attempts{told}"
    assert why == "RetryAttemptsExhausted"


def test_one_of_each():
    words, why = discarded((9.0, 1, 1, NOWHERE, 0, 1, 0))
    assert (words, why) == ("1 record of shard 0 given up after 1 attempt", "RecordAgeExceeded")


@pytest.mark.parametrize("times", [1, 20])  # as rows, and as columns
def test_what_was_given_up_counts_by_what_became_of_it(times):
    """Of 5, 7 and 11 records: nobody was told, the destination was, it did not take it."""
    mapping = Component("reader", "stream_event_source_mapping", ledgers_for(*STREAM_MAPPING))
    rows = [(0.1, 5, 0, NOWHERE, 0, 1, 0), (0.2, 7, 1, DELIVERED, 0, 1, 0)]
    rows += [(0.3, 11, 1, NOT_DELIVERED, 0, 1, 0)]
    mapping.state(RecordsDiscarded, *(rows * times))
    recorder = make_recorder(Timebase(1), [mapping])
    recorder.fold(1.0)
    parts = recorder.result_parts()
    series, counters = parts["series"]["reader"], parts["counters"]["reader"]
    assert series["DroppedEventCount"] == [16 * times]
    assert series["OnFailureDestinationDeliveredEventCount"] == [7 * times]
    assert series["DestinationDeliveryFailures"] == [times]
    assert counters["failure_records"] == counters["destination_delivery_failures"] == times
    assert counters["discarded.RetryAttemptsExhausted"] == 5 * times
    assert counters["discarded.RecordAgeExceeded"] == 18 * times
    assert counters["discarded.expired"] == 0
