"""Pass, Wait, Succeed and Fail."""

from __future__ import annotations

from simcore.asl.definition.flows.values import number_in, text_in, timestamp_in
from simcore.asl.definition.states.common import Common
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
        error=text_in(common.place, "Error", common.language),
        cause=text_in(common.place, "Cause", common.language),
    )


def read_wait(common: Common) -> Wait:
    place = common.place
    said = [name for name in WAITS if name in place]
    if len(said) != 1:
        named = ", ".join(said) or "none"
        place.complain("", f"a Wait says how long exactly once, this has {named}", ", ".join(WAITS))
    seconds = number_in(place, "Seconds", common.language, 0, LONGEST_WAIT_S)
    timestamp = timestamp_in(place, "Timestamp", common.language)
    return Wait(**common.parts, seconds=seconds, timestamp=timestamp)
