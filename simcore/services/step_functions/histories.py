"""Histories of a few executions, event by event, for whoever looks at one.

Models: the events as GetExecutionHistory gives them, of one execution in so many.
Ignores: further executions; child executions of Map Runs, of which none has a history or a story
    here; which request began an execution; what is beyond the bounds: :data:`MOST_FOLLOWED`
    executions, of each :data:`MOST_EVENTS` events and how it ended, of each event
    :data:`LONGEST_TEXT` characters of details; that AWS keeps them for 90 days.
States: HistoryEvent.

Sources: AWS Step Functions API Reference, GetExecutionHistory; Developer Guide, service-quotas
(2026).
"""

from __future__ import annotations

from typing import Any

from simcore.asl.execution import Event, History
from simcore.asl.size import text_of
from simcore.facts import Ledger

__all__ = ["LONGEST_TEXT", "MOST_EVENTS", "MOST_FOLLOWED", "Followed", "Texts"]

MOST_FOLLOWED = 40
MOST_EVENTS = 300
LONGEST_TEXT = 1_500
ABOUT_ITSELF = "Execution"
"""With this begin the types of events of an execution's beginning, its ends and its redrives."""

CUT = "…"
NO_TEXT = -1


class Texts:
    """What facts cannot say: the types of events, and their details, each by its number.

    Details are there until they are told: no snapshot carries those that all have heard.
    """

    def __init__(self) -> None:
        self.types: dict[str, int] = {}
        self.details: dict[int, str] = {}
        self._made = 0

    def type(self, name: str) -> int:
        """The number of a type of events."""
        return self.types.setdefault(name, len(self.types))

    def detail(self, event: Event) -> int:
        """The number of its details; -1 where it has none."""
        if event.details is None:
            return NO_TEXT
        text = text_of(event.as_dict(0.0)[event.key]).decode()
        cut = text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + CUT
        self.details[self._made] = cut
        self._made += 1
        return self._made - 1

    def told(self, number: int) -> str:
        """Details by their number, once; empty for -1."""
        return self.details.pop(number) if number >= 0 else ""


class Followed(History):
    """The history of one execution that is followed: its events are stated, and not kept."""

    __slots__ = ("_ledger", "_number", "_texts")

    def __init__(self, ledger: Ledger, texts: Texts, number: int) -> None:
        super().__init__()
        self._ledger, self._texts, self._number = ledger, texts, number

    def add(self, id: int, previous: int, now: float, kind: str, strand: Any, subject: Any) -> None:
        """One more, within the bounds. What has no end in a history is told to be running."""
        if id > MOST_EVENTS and not kind.startswith(ABOUT_ITSELF):
            return
        super().add(id, previous, now, kind, strand, subject)
        event = self.events.pop()
        texts = self._texts
        row = (now, self._number, id, previous, texts.type(kind), event.state, texts.detail(event))
        self._ledger.append(row)

    def within(self) -> None:
        """Of child executions nothing is told."""
