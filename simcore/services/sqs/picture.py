"""How the laboratory shows a queue."""

from __future__ import annotations

from simcore.component.picture import (
    Ends,
    Flow,
    Line,
    Picture,
    Row,
    Story,
)
from simcore.component.timelines import LATENCY, LOAD, latency, percentiles
from simcore.component.words import Figure, When, Words, value

__all__ = ["PICTURE"]

VISIBLE = "ApproximateNumberOfMessagesVisible"
IN_FLIGHT = "ApproximateNumberOfMessagesNotVisible"

PICTURE = Picture(
    headline=(Words("{}", (Figure(value(VISIBLE)),)),),
    sub=(
        Words("oldest {}", (Figure(value("ApproximateAgeOfOldestMessage"), "seconds"),),
              when=(When(value(VISIBLE)),
                    When(value("ApproximateAgeOfOldestMessage"), told=True))),
        Words("{} in flight", (Figure(value(IN_FLIGHT)),)),
    ),
    dead_letters=value(VISIBLE),
    counts={"retry": ("MessagesReturned", "MessagesMoved"), "dlq": (VISIBLE,)},
    takes="MessagesAdded",
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
            others_too=True, better="less"),
        latency("Message latency", "MessageLatency", 10,
                 needs=Ends(out=("receive",), never_into=("dead-letter",))),
        Row("quiet-groups", "Quiet groups", "Latency of messages of quiet groups, p99,",
            LATENCY, 9, percentiles("MessageLatencyInQuietGroups", "p50", "p95", "p99"), main=2,
            format="milliseconds", word="p99", summed=False, better="less",
            needs=Ends(traits=("fair",))),
    ),
    story=Story("Message"),
)  # fmt: skip
