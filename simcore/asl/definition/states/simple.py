"""Pass, Wait, Succeed and Fail."""

from __future__ import annotations

from simcore.asl.definition.complaints import shortened
from simcore.asl.definition.flows import checked_value, text_value
from simcore.asl.definition.states.common import Common
from simcore.asl.flow import Evaluated
from simcore.asl.jsonpath.choice.comparing import is_timestamp
from simcore.asl.jsonpath.template import Literal
from simcore.asl.states import Fail, Pass, Succeed, Wait

__all__ = ["read_fail", "read_pass", "read_succeed", "read_wait"]

LONGEST_WAIT_S = 99_999_999
WAITS = ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")


def read_pass(common: Common) -> Pass:
    return Pass(**common.parts)


def read_succeed(common: Common) -> Succeed:
    return Succeed(**common.parts)


def read_fail(common: Common) -> Fail:
    return Fail(
        **common.parts,
        error=text_value(common.place, "Error", common.language),
        cause=text_value(common.place, "Cause", common.language),
    )


def read_wait(common: Common) -> Wait:
    place = common.place
    said = [name for name in WAITS if name in place]
    if len(said) != 1:
        named = ", ".join(said) or "none"
        place.complain("", f"a Wait says how long exactly once, this has {named}", ", ".join(WAITS))
    seconds = checked_value(place, "Seconds", common.language, 0, LONGEST_WAIT_S)
    timestamp = text_value(place, "Timestamp", common.language)
    _timestamp_checked(common, timestamp)
    return Wait(**common.parts, seconds=seconds, timestamp=timestamp)


def _timestamp_checked(common: Common, timestamp: Evaluated | None) -> None:
    if isinstance(timestamp, Literal) and not is_timestamp(timestamp.value):
        told = f"{shortened(timestamp.value)} is not a time"
        common.place.complain("Timestamp", told, "as 2026-11-30T12:00:00Z")
