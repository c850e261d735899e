"""How what handlers send on reads."""

from __future__ import annotations

from simcore.awslambda.facts.sends import HandlerSendRefused, HandlerSent
from simcore.facts import Row
from simcore.recording.reading import PART, Listed, Metric, Reading, Sum, Tally

__all__ = ["SENDS"]


def _refused(row: Row) -> tuple[str, str]:
    return "what a handler sent was refused", f"{row[2]} for {PART}"


def _place(row: Row) -> str:
    return f"sends.{row[1] - 1}"


SENDS = Reading(
    metrics=(
        Metric(
            "HandlerSends",
            Sum(HandlerSent, "n"),
            "Sent by handlers",
            "Messages, events, records and objects that handlers sent and their targets took.",
            counter="handler_sends",
        ),
        Metric(
            "HandlerSendsRefused",
            Sum(HandlerSendRefused, "n"),
            "Refused of what handlers sent",
            "The same of those that their targets refused: for want of throughput, or of a "
            "permission.",
            counter="handler_sends_refused",
        ),
    ),
    events=(Listed(HandlerSendRefused, "err", 3, _refused, part=_place),),
    tells=(
        Tally("handler_sends"),
        Tally("handler_sends_refused", better="less"),
    ),
)
