"""The events of an execution, as GetExecutionHistory has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from simcore.asl.execution.details import details_of
from simcore.asl.execution.times import stamp

if TYPE_CHECKING:
    from simcore.asl.execution.strand import Strand

__all__ = ["Event", "History"]

ONE_NAME = ("StateEntered", "StateExited")
AS_TEXT = frozenset({"input", "output", "parameters"})


class Event(NamedTuple):
    """One event at ``at`` seconds; data in ``details`` is as it was, and a text in `as_dict`.

    ``state`` is the number of the state that it belongs to, -1 for the execution's own.
    """

    id: int
    previous_id: int
    at: float
    type: str
    details: Mapping[str, Any] | None
    state: int

    @property
    def key(self) -> str:
        """The name of its details: ``stateEnteredEventDetails``."""
        named = next((name for name in ONE_NAME if self.type.endswith(name)), self.type)
        return f"{named[0].lower()}{named[1:]}EventDetails"

    def as_dict(self, epoch_s: float) -> dict[str, Any]:
        """As AWS writes it; ``epoch_s`` is what time it was at 0 s."""
        plain: dict[str, Any] = {
            "id": self.id,
            "previousEventId": self.previous_id,
            "timestamp": stamp(epoch_s + self.at),
            "type": self.type,
        }
        return plain if self.details is None else {**plain, self.key: self.details_as_text()}

    def details_as_text(self) -> dict[str, Any]:
        """The details with data as JSON texts, each followed by whether it was cut."""
        said: dict[str, Any] = {}
        for name, value in (self.details or {}).items():
            said[name] = _json(value) if name in AS_TEXT else value
            if name in AS_TEXT and name != "parameters":
                said[f"{name}Details"] = {"truncated": False}
        return said


class History:
    """Events in their order; whoever wants them keeps one."""

    __slots__ = ("events",)

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(
        self, id: int, previous: int, now: float, kind: str, strand: Strand, subject: Any
    ) -> None:
        """One more."""
        details = details_of(kind, strand, subject)
        self.events.append(Event(id, previous, now, kind, details, _state_of(kind, strand)))


def _state_of(kind: str, strand: Strand) -> int:
    """An iteration belongs to the Map state that it is of."""
    if kind.startswith("Execution"):
        return -1
    number: int = (strand.frame if kind.startswith("MapIteration") else strand).state.number
    return number


def _json(value: Any) -> str:
    import orjson

    return orjson.dumps(value).decode()
