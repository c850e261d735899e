"""What each rule that bounds a downstream says; they are the scenario's own, none of AWS's."""

from __future__ import annotations

from simcore.component.picture import Bound, Rule
from simcore.component.words import Figure, Words, setting, value

__all__ = ["BOUND"]

WAITING = Figure(value("CallsWaiting"), "plural", "call", "calls")
BUSY = Figure(value("ConnectionsBusy"), "number")

BOUND = Bound("DownstreamBoundBy", (
    Rule("connections", "{} at once", field="connections", said=(
        Words("All {} connections are in use: {} in line.",
              (Figure(setting("connections"), "number"), WAITING)),
    )),
    Rule("waiting line", "{} in line at the most", field="max_waiting", said=(
        Words("The line is full with {}: whoever comes now is refused.", (WAITING,)),
    )),
    Rule("outage", "every call is refused", field="available", said=(
        Words("An outage: every call is refused at once; {} are still under way.", (BUSY,)),
    )),
    Rule("upstream", "nobody waits for a connection"),
))  # fmt: skip
