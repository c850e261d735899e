"""Which errors a retrier or a catcher is for.

Source: step-functions developer guide, "Handling errors in Step Functions workflows", 2026:
States.ALL is not for States.DataLimitExceeded, which has to be named; nothing is for
States.Runtime; States.TaskFailed is not for States.Timeout. Names are compared letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeVar

from simcore.asl.states import Catcher, Retrier

__all__ = ["DATA_LIMIT", "HEARTBEAT", "QUERY", "RUNTIME", "TIMEOUT", "Failure", "first_for"]

ALL: Final = "States.ALL"
TASK_FAILED: Final = "States.TaskFailed"
TIMEOUT: Final = "States.Timeout"
HEARTBEAT: Final = "States.HeartbeatTimeout"
RUNTIME: Final = "States.Runtime"
DATA_LIMIT: Final = "States.DataLimitExceeded"
QUERY: Final = "States.QueryEvaluationError"

Handler = TypeVar("Handler", Retrier, Catcher)


class Failure(NamedTuple):
    """An error on its way; ``also`` is a second name that it goes by (a missed heartbeat's)."""

    error: str
    cause: str = ""
    also: str = ""


def first_for(handlers: Iterable[Handler], failure: Failure) -> Handler | None:
    """The first from the top that is for it."""
    if failure.error == RUNTIME:
        return None
    names = _names_of(failure)
    return next((one for one in handlers if not names.isdisjoint(one.error_equals)), None)


def _names_of(failure: Failure) -> set[str]:
    """All names under which it can be found."""
    names = {failure.error, failure.also} - {""}
    if failure.error != DATA_LIMIT:
        names.add(ALL)
        if TIMEOUT not in names:
            names.add(TASK_FAILED)
    return names
