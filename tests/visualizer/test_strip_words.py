"""What the gallery says below a picture."""

from visualizer import strips


def test_a_strip_speaks_of_records_where_there_are_no_messages():
    data = {"concurrency": [4.0], "queue": [60.0], "flags": {"first_dead_letter": 803.8}}
    assert strips.described(data) == (
        "Concurrency up to 4; up to 60 messages waiting; first dead letter at 803.8 s"
    )
    assert strips.described({**data, "waiting": "records"}) == (
        "Concurrency up to 4; up to 60 records waiting; first record given up at 803.8 s"
    )
