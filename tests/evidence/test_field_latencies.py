"""How long people saw messages take to a function, and at which load a table refuses: reports.

What is left out of the times here (the APIs, the services between, Lambda's start) is measured in
them: docs/explanation/how-lambda-scales-here.md has the table.
"""

import pytest

from tests.evidence.front_doors import FAST

PROVES = (
    "simcore/awslambda/event_source_mapping/streams/mapping.py",
    "simcore/awslambda/event_source_mapping/streams/reader.py",
    "simcore/services/dynamodb/table.py",
)


def sender(arrivals, **more):
    return {"type": "client", "target": "source", "arrivals": arrivals, **more}


@pytest.mark.parametrize(
    ("source", "mapping", "median_ms", "spread_ms"),
    [({"type": "stream", "shards": 1}, {}, 627, 965 - 627),
     ({"type": "table"}, {}, 213, 341 - 213),
     ({"type": "stream", "shards": 1}, {"enhanced_fan_out": True}, 49.4, 67.5 - 49.4)],
    ids=["Kinesis", "DynamoDB", "enhanced fan-out"],
)  # fmt: skip
def test_a_record_waits_for_the_next_poll(simulate, source, mapping, median_ms, spread_ms):
    """Bite-Sized Serverless, "Serverless Messaging: Latency Compared" (4 and 5 Sep 2022,
    eu-west-1, 1,024 messages each), P50 and P90 from the producer to the function: Kinesis 627 and
    965 ms, DynamoDB Streams 213 and 341, enhanced fan-out 49.4 and 67.5. One poll a second waits
    500 ms at the median and 900 at P90, four 125 and 225; pushes do not wait. The rest is what all
    of them have besides, and is left out here: 49 to 127 ms at the median, so that the way from
    P50 to P90 is the same to 40 ms."""
    mapped = {"type": "stream_event_source_mapping", "source": "source", "function": "worker"}
    parts = {
        "site": sender({"poisson": {"rate": 5}}, limit=1_024),
        "source": source,
        "mapping": {**mapped, **mapping},
        "worker": FAST,
    }
    found = simulate(parts, "4 min", "aws-2022")["percentiles"]["mapping"]["RecordLatency"]
    assert found["count"] == 1_024
    assert 45 < median_ms - found["p50"] < 130
    assert found["p90"] - found["p50"] == pytest.approx(spread_ms, abs=50)


@pytest.mark.parametrize(("rate", "refused"), [(3_500, 0), (4_000, 0), (5_000, 1_000)])
def test_a_new_table_takes_4000_writes_a_second(simulate, rate, refused):
    """theburningmonk.com, "Understanding the scaling behaviour of DynamoDB OnDemand tables" (Mar
    2019): "From 0 to 4000, no problem!", with UUIDs as keys; awslabs/emr-dynamodb-connector, pull
    request 88 (21 Jan 2019): a new on-demand table has four partitions, its safe write limit is
    about 3,500 and its most 4,000 units. (That it grows afterwards, to 40,000 within hours, is not
    simulated, and each partition takes a second's worth at once: of 1,250
    a second the first four.)"""
    keys = {"uniform": {"count": 1_000_000}}
    parts = {"site": sender({"constant": {"rate": rate}}, keys=keys), "source": {"type": "table"}}
    result = simulate(parts, "10 s", "aws-2026")
    throttled = [n or 0 for n in result["series"]["source"]["WriteThrottleEvents"][6:10]]
    assert sum(throttled) / 4 == pytest.approx(refused, rel=0.05, abs=40)
