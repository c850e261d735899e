"""How the laboratory shows an event source mapping of a stream, and where records lie."""

from __future__ import annotations

from simcore.awslambda.event_source_mapping.picture import INVOKED, total
from simcore.awslambda.event_source_mapping.streams.rules import BOUND
from simcore.component.picture import (
    Carried,
    EdgeKind,
    Flow,
    FramePart,
    Inspected,
    Line,
    Picture,
    Row,
    Story,
)
from simcore.component.timelines import LOAD, latency, percentiles
from simcore.component.words import Figure, When, Words, per_second, value

__all__ = ["EDGES", "PICTURE", "sharded"]


def sharded(written: str) -> Picture:
    """What is written to it, and in how many shards that is kept."""
    shards = Figure(value("OpenShards"), "plural", "shard", "shards")
    return Picture(
        headline=(Words("{}", (Figure(per_second(written), "rate"),)),),
        sub=(Words("{}", (shards,)),),
        takes=written,
    )


OLDEST = Figure(value("AgeOfOldestRecord"), "seconds")

INSPECTED = (
    Inspected("Bound", limiter=True),
    Inspected("Lanes", (Words(
        "{} of {} busy · {} failing · {} holding",
        tuple(Figure(value(x)) for x in ("LanesInvoking", "Lanes", "LanesFailing", "LanesHolding")),
    ),)),
    Inspected("Records waiting", (
        Words("{}, oldest {}", (Figure(value("RecordsWaiting")), OLDEST),
              (When(value("RecordsWaiting")),)),
        Words("0"),
    )),
    Inspected("Batches so far", (total("batches_invoked"),)),
    Inspected("Batches failed so far", (total("batches_failed"),)),
    Inspected("Batches throttled so far", (total("batches_throttled"),)),
    Inspected("Reads refused so far", (total("reads_refused"),)),
)  # fmt: skip

PICTURE = Picture(
    headline=(Words("{}", (Figure(value("RecordsWaiting")),), unit="waiting"),),
    sub=(
        *(Words(f"{{}} {word}, {{}}", (Figure(value(metric)), OLDEST), (When(value(metric)),))
          for metric, word in (("LanesFailing", "failing"), ("LanesHolding", "holding"))),
        Words("oldest {}", (OLDEST,), (When(value("AgeOfOldestRecord")),)),
        Words("{} of {} busy", (Figure(value("LanesInvoking")), Figure(value("Lanes")))),
    ),
    inspector=INSPECTED,
    rules="esm.",
    bound=BOUND,
    counts={"err": ("OnFailureDestinationDeliveredEventCount",)},
    sends="InvokedEventCount",
    coming={"read": (Flow("queued", "PolledEventCount", "to"),)},
    leaving={
        "invoke": INVOKED,
        "on-failure": (Flow("err", "OnFailureDestinationDeliveredEventCount"),),
    },
    rows=(
        # It is told with each batch, so a shard that stalls shows between its attempts in the
        # oldest record alone. Ages do not add up.
        Row("iterator-age", "Iterator age", "Iterator age{whose}, oldest record,", LOAD, 10,
            (Line("oldest", "AgeOfOldestRecord", "ink3", 1.2, area=True, factor=1000),
             *percentiles("IteratorAge", "p50", "p99")),
            format="milliseconds", word="oldest", summed=False, better="less"),
        Row("records-waiting", "Records waiting", "Records that are not processed", LOAD, 11,
            (Line("waiting", "RecordsWaiting", "ink2", area=True),), word="waiting",
            better="less"),
        latency("Record latency", "RecordLatency", 9),
    ),
    parts=(FramePart("lanes"),),
    story=Story("Record", block=10**9, first=0, lane="shard", lane_block=10**6, poison=500_000,
                waits="Waits in its shard", waited="in its shard",
                dropped=("retries used up", "too old", "it left the stream"),
                contents=(": where it is, not the record", ", with the record")),
    flags={"first_dead_letter": "First record given up"},
)  # fmt: skip

EDGES = {"read": EdgeKind(carries=Carried("Batch", "record", 3))}
