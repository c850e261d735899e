"""What a person reads of what happens to streams."""

import pytest

from simcore.awslambda.event_source_mapping.streams.reading import discarded

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
