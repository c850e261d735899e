"""The events of an execution, as GetExecutionHistory has them."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple

from simcore.asl.execution.details import details_of
from simcore.asl.execution.times import stamp
from simcore.asl.flow import StateFault
from simcore.asl.size import text_of

if TYPE_CHECKING:
    from simcore.asl.execution.map_run import DistributedRun
    from simcore.asl.execution.strand import Strand

__all__ = ["Event", "History"]

ONE_NAME = ("StateEntered", "StateExited")
SHORT = 100
"""Characters that are left of a text that is cut."""
AS_TEXT = frozenset({"input", "output", "parameters"})
ASSIGNED = "assignedVariables"
"""Of these each is a text. Source: API reference of Step Functions, StateExitedEventDetails, 2026:
"Map of variable name and value as a serialized JSON representation"."""


class Event(NamedTuple):
    """One event at ``at`` seconds; data in ``details`` is as it was, or as `as_texts` has it.

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

    @property
    def is_entry(self) -> bool:
        """A state is entered."""
        return self.type.endswith("StateEntered")

    def as_dict(self, epoch_s: float) -> dict[str, Any]:
        """As AWS writes it; ``epoch_s`` is what time it was at 0 s."""
        return self.as_texts(inf)[0].written(epoch_s)

    def as_texts(self, most: float) -> tuple[Event, int]:
        """The same with data as JSON texts, at most so many characters, and how many there are."""
        if self.details is None:
            return self, 0
        said, used = _as_text(self.details, most)
        return self._replace(details=said), used

    def written(self, epoch_s: float) -> dict[str, Any]:
        """As AWS writes it, of what `as_texts` gives."""
        plain: dict[str, Any] = {
            "id": self.id,
            "previousEventId": self.previous_id,
            "timestamp": stamp(epoch_s + self.at),
            "type": self.type,
        }
        return plain if self.details is None else {**plain, self.key: self.details}


def _text(value: Any) -> str:
    """As JSON; nothing of what is nested too deep for a text, which failed its state."""
    try:
        return text_of(value).decode()
    except StateFault:
        return ""


def _as_text(details: Mapping[str, Any], most: float) -> tuple[dict[str, Any], int]:
    """Data as JSON texts, each followed by whether it was cut."""
    said: dict[str, Any] = {}
    used = 0
    for name, value in details.items():
        if name not in AS_TEXT and name != ASSIGNED:
            said[name] = value
            continue
        parts = value if name == ASSIGNED else {name: value}
        texts, cut = _cut(parts, most - used)
        used += sum(map(len, texts.values()))
        said[name] = texts if name == ASSIGNED else texts[name]
        if name != "parameters":
            said[f"{name}Details"] = {"truncated": cut}
    return said, used


def _cut(values: Mapping[str, Any], most: float) -> tuple[dict[str, str], bool]:
    """Each as JSON, as long as there is room for it, and whether one of them was cut."""
    texts: dict[str, str] = {}
    cut = False
    for name, value in values.items():
        text = _text(value)
        fits = text != "" and len(text) <= most
        texts[name] = text if fits else text[:SHORT]
        most -= len(texts[name])
        cut = cut or not fits
    return texts, cut


class History:
    """Events in their order, and Map Runs; whoever wants them keeps one."""

    __slots__ = ("events", "runs")

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.runs: list[DistributedRun] = []

    def add(
        self, id: int, previous: int, now: float, kind: str, strand: Strand, subject: Any
    ) -> None:
        """One more."""
        if kind == "MapRunStarted":
            self.runs.append(subject)
        details = details_of(kind, strand, subject)
        self.events.append(Event(id, previous, now, kind, details, _state_of(kind, strand)))

    def within(self) -> History | None:
        """What a child execution of a Map Run keeps; None where nobody looks at it."""
        return History()


def _state_of(kind: str, strand: Strand) -> int:
    """An iteration belongs to the Map state that it is of."""
    if kind.startswith("Execution"):
        return -1
    number: int = (strand.frame if kind.startswith("MapIteration") else strand).state.number
    return number
