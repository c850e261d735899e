"""How the laboratory shows an event source mapping of a queue."""

from __future__ import annotations

from simcore.component.picture import (
    Carried,
    EdgeKind,
    Flow,
    FramePart,
    Picture,
)
from simcore.component.words import Figure, When, Words, value

__all__ = ["EDGES", "INVOKED", "PICTURE"]

HELD = (
    Words("{} holding a batch", (Figure(value("PollersHolding")),),
          when=(When(value("PollersHolding")),)),
)  # fmt: skip
PROVISIONED_MODE = When(value("ProvisionedPollers"), told=True)
INVOKED = (Flow("busy", "InvokedEventCount"), Flow("thr", "Throttles", "to", back=True, lane=14))

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
    sends="InvokedEventCount",
    leaving={"invoke": INVOKED},
    parts=(FramePart("lanes"),),
)

EDGES = {"receive": EdgeKind(carries=Carried("Batch", "msg", 2), quiet=True)}
