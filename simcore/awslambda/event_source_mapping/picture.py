"""How the laboratory shows an event source mapping of a queue."""

from __future__ import annotations

from simcore.awslambda.event_source_mapping.rules import BOUND
from simcore.component.picture import (
    Carried,
    EdgeKind,
    Flow,
    FramePart,
    Inspected,
    Picture,
)
from simcore.component.words import Figure, When, Words, counter, value

__all__ = ["EDGES", "INVOKED", "PICTURE", "total"]

HELD = (
    Words("{} holding a batch", (Figure(value("PollersHolding")),),
          when=(When(value("PollersHolding")),)),
)  # fmt: skip
PROVISIONED_MODE = When(value("ProvisionedPollers"), told=True)
INVOKED = (Flow("busy", "InvokedEventCount"), Flow("thr", "Throttles", "to", back=True, lane=14))

SQS = "esm.sqs."


def total(name: str, words: str = "{}") -> Words:
    """A counter, where it is not 0."""
    return Words(words, (Figure(counter(name), "number"),), (When(counter(name)),))


INSPECTED = (
    Inspected("Bound", limiter=True),
    Inspected("Pollers", (
        Words("{} · {} hold a batch",
              (Figure(value("Pollers")), Figure(value("PollersHolding"))),
              (When(value("PollersHolding")),)),
        Words("{}", (Figure(value("Pollers")),)),
    )),
    Inspected("Event pollers", (
        Words("{}", (Figure(value("ProvisionedPollers")),), (PROVISIONED_MODE,)),
    )),
    Inspected("Batches so far", (total("batches_invoked"),)),
    Inspected("Batches failed so far", (total("batches_failed"),)),
    Inspected("Batches throttled so far", (total("batches_throttled"),)),
    Inspected("Batches given up so far", (total("batches_abandoned"),)),
)  # fmt: skip

PICTURE = Picture(
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
    inspector=INSPECTED,
    rules=SQS,
    bound=BOUND,
    sends="InvokedEventCount",
    leaving={"invoke": INVOKED},
    parts=(FramePart("lanes"),),
)

EDGES = {"receive": EdgeKind(carries=Carried("Batch", "msg", 2), quiet=True)}
