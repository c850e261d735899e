"""How the laboratory shows each component type, and each kind of edge: tables of data.

Where the parts of a type stand in a package of its own, its picture belongs there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simcore.component.picture import (
    Carried,
    EdgeKind,
    Ends,
    Flow,
    FramePart,
    Line,
    Picture,
    Row,
    Story,
    as_data,
)
from simcore.component.words import Figure, When, Words, counter, per_second, value
from simcore.scenario.function_picture import COST, FUNCTION, LOAD, latency, percentiles
from simcore.scenario.model import Scenario
from simcore.scenario.topology import topology

__all__ = ["EDGES", "TYPES", "described"]

VISIBLE = "ApproximateNumberOfMessagesVisible"
IN_FLIGHT = "ApproximateNumberOfMessagesNotVisible"


@dataclass(frozen=True)
class Shown:
    """A type as the header tells it; ``noun`` is what a screen reader says it is."""

    title: str
    noun: str
    order: int  # along the path of a request, for the knobs
    picture: Picture
    apart: bool = False  # the frames tell of it, and no node stands for it


def described(scenario: Scenario) -> dict[str, Any]:
    """``{"types", "edge_kinds"}``: the types and the kinds of edges that occur, and the account."""
    seen = topology(scenario)
    types = {node["type"] for node in seen["nodes"]} | {ACCOUNT}
    kinds = {edge["kind"] for edge in seen["edges"]}
    return {
        "types": {name: as_data(TYPES[name]) for name in sorted(types)},
        "edge_kinds": {kind: as_data(EDGES.get(kind, EdgeKind())) for kind in sorted(kinds)},
    }


def _so_far(name: str) -> Words:
    return Words("{} so far", (Figure(counter(name)),))


# --- clients --------------------------------------------------------------------------------

REQUESTS = Flow("busy", "Requests")

CLIENT = Picture(
    headline=(Words("{}", (Figure(per_second("Requests"), "rate"),)),),
    sub=(
        Words("{} refused", (Figure(per_second("Throttles"), "rate"),),
              when=(When(per_second("Throttles")),)),
        _so_far("requests"),
    ),
    sends="Requests",
    leaving={
        "invoke": (REQUESTS, Flow("thr", "Throttles", back=True, lane=14)),
        "invoke-async": (REQUESTS,),
        "send": (REQUESTS,),
    },
    rows=(
        Row("requests", "Requests", "The rate of requests", LOAD, 40,
            (Line("requests", "Requests", "ink2", area=True, per_second=True),),
            format="rate", kind="rate"),
        latency("Client latency", "Latency", 40),
    ),
    replays=True,
)  # fmt: skip

# --- SQS ------------------------------------------------------------------------------------

QUEUE = Picture(
    headline=(Words("{}", (Figure(value(VISIBLE)),)),),
    sub=(
        Words("oldest {}", (Figure(value("ApproximateAgeOfOldestMessage"), "seconds"),),
              when=(When(value(VISIBLE)),
                    When(value("ApproximateAgeOfOldestMessage"), told=True))),
        Words("{} in flight", (Figure(value(IN_FLIGHT)),)),
    ),
    dead_letters=value(VISIBLE),
    counts={"retry": ("MessagesReturned", "MessagesMoved"), "dlq": (VISIBLE,)},
    takes="NumberOfMessagesSent",
    leaving={
        "receive": (Flow("queued", "NumberOfMessagesReceived"),
                    Flow("retry", "MessagesReturned", back=True, lane=-15)),
        # What a move task brings back goes up the way that dead letters came down.
        "dead-letter": (Flow("dlq", "MessagesDeadLettered"),
                        Flow("retry", "MessagesMoved", "to", back=True, once=True)),
    },
    rows=(
        Row("queue", "Queue depth", "Queue depth", LOAD, 20,
            (Line("visible", VISIBLE, "ink2", area=True),
             Line("in flight", IN_FLIGHT, "ink3", width=1.2)),
            word="visible", needs=Ends(("send",), ("receive",), never_into=("dead-letter",)),
            others_too=True),
        latency("Message latency", "MessageLatency", 10,
                 needs=Ends(out=("receive",), never_into=("dead-letter",))),
    ),
    story=Story("Message"),
)  # fmt: skip

HELD = (
    Words("{} holding a batch", (Figure(value("PollersHolding")),),
          when=(When(value("PollersHolding")),)),
)  # fmt: skip
PROVISIONED_MODE = When(value("ProvisionedPollers"), told=True)
INVOKED = (Flow("busy", "InvokedEventCount"), Flow("thr", "Throttles", "to", back=True, lane=14))

MAPPING = Picture(
    # In provisioned mode an event poller has several batches in work.
    headline=(
        Words("{}", (Figure(value("ProvisionedPollers")),), (PROVISIONED_MODE,), unit="pollers"),
        Words("{}", (Figure(value("Pollers")),)),
    ),
    sub=(
        *HELD,
        Words("{} at once", (Figure(value("Pollers")),), (PROVISIONED_MODE,)),
        Words("pollers"),
    ),
    sends="InvokedEventCount",
    leaving={"invoke": INVOKED},
    parts=(FramePart("lanes"),),
)

# --- streams --------------------------------------------------------------------------------


def _stream(written: str) -> Picture:
    """What is written to it, and in how many shards that is kept."""
    shards = Figure(value("OpenShards"), "plural", "shard", "shards")
    return Picture(
        headline=(Words("{}", (Figure(per_second(written), "rate"),)),),
        sub=(Words("{}", (shards,)),),
        takes=written,
    )


OLDEST = Figure(value("AgeOfOldestRecord"), "seconds")

STREAM_MAPPING = Picture(
    headline=(Words("{}", (Figure(value("RecordsWaiting")),), unit="waiting"),),
    sub=(
        *(Words(f"{{}} {word}, {{}}", (Figure(value(metric)), OLDEST), (When(value(metric)),))
          for metric, word in (("LanesFailing", "failing"), ("LanesHolding", "holding"))),
        Words("oldest {}", (OLDEST,), (When(value("AgeOfOldestRecord")),)),
        Words("{} of {} busy", (Figure(value("LanesInvoking")), Figure(value("Lanes")))),
    ),
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
            format="milliseconds", word="oldest", summed=False),
        Row("records-waiting", "Records waiting", "Records that are not processed", LOAD, 11,
            (Line("waiting", "RecordsWaiting", "ink2", area=True),), word="waiting"),
        latency("Record latency", "RecordLatency", 9),
    ),
    parts=(FramePart("lanes"),),
    story=Story("Record", block=10**9, first=0, lane="shard", lane_block=10**6, poison=500_000,
                waits="Waits in its shard", waited="in its shard",
                dropped=("retries used up", "too old", "it left the stream"),
                contents=(": where it is, not the record", ", with the record")),
    flags={"first_dead_letter": "First record given up"},
)  # fmt: skip

# --- what events go to ----------------------------------------------------------------------


def _taker(metric: str, total: str, **more: Any) -> Picture:
    """What comes now, and what came so far."""
    headline = Words("{}", (Figure(per_second(metric), "rate"),))
    return Picture(headline=(headline,), sub=(_so_far(total),), takes=metric, **more)


# --- what belongs to no node ----------------------------------------------------------------

ACCOUNT = "account"
"""The frames' component for what all share: it has timelines, and no node."""

BILL = Picture(
    rows=(
        Row("cost", "Cost", "Cost so far", COST, 10, (Line("cost", "EstimatedCharges", "ink2"),),
            format="dollars", word="so far"),
    ),
)  # fmt: skip

TYPES: dict[str, Shown] = {
    "client": Shown("Client", "client", 10, CLIENT),
    "queue": Shown("SQS queue", "queue", 20, QUEUE),
    "stream": Shown("Kinesis data stream", "data stream", 22, _stream("IncomingRecords")),
    "table": Shown("DynamoDB table", "DynamoDB table", 24, _stream("ItemsWritten")),
    "event_source_mapping": Shown(
        "Event source mapping", "event source mapping", 30, MAPPING),
    "stream_event_source_mapping": Shown(
        "Event source mapping of a stream", "event source mapping", 32, STREAM_MAPPING),
    "function": Shown("Lambda function", "function", 40, FUNCTION),
    "topic": Shown("SNS topic", "SNS topic", 50, _taker(
        "NumberOfMessagesPublished", "published", sends="NumberOfNotificationsDelivered",
        dead_letters=counter("published"))),
    "bus": Shown("EventBridge bus", "EventBridge bus", 60, _taker("EventsReceived", "received")),
    "bucket": Shown("S3 bucket", "S3 bucket", 70, _taker("ObjectsReceived", "received")),
    ACCOUNT: Shown("Account", "account", 100, BILL, apart=True),
}  # fmt: skip

EDGES: dict[str, EdgeKind] = {
    "invoke": EdgeKind(carries=Carried("Request", "request", 0)),
    "invoke-async": EdgeKind("async", carries=Carried("Event", "event", 1)),
    "send": EdgeKind(carries=Carried("Batch", "msg", 2)),
    "receive": EdgeKind(carries=Carried("Batch", "msg", 2), quiet=True),
    "read": EdgeKind(carries=Carried("Batch", "record", 3)),
    "notify": EdgeKind("notify"),
    "on-success": EdgeKind("on success"),
    "on-failure": EdgeKind("on failure", flows=(Flow("err"),)),
    "dead-letter": EdgeKind(flows=(Flow("dlq"),), dead_letters=True),
}
