"""What the parts of components are called where their facts are put into words.

Facts have numbers: a topic's second subscription, the first target of a rule. People know them by
what they lead to. A declaration says where in its component's document the part is, and its text
has `PART` where its name belongs.
"""

from __future__ import annotations

from collections.abc import Mapping

from simcore.facts import Row
from simcore.facts.parts import PART

__all__ = ["PART", "Names", "Parts", "counted", "the_part"]

Names = Mapping[str, Mapping[str, str]]
"""Component -> place of a part, as in ``subscriptions.1`` -> its name."""


def the_part(row: Row) -> str:
    """The name, and no more."""
    return PART


class Parts:
    """The names of a run's parts; those of another scenario from when its components change."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def put_in(self, text: str, component: str, place: str) -> str:
        """The text with the part's name; of one that has none, where it is."""
        name = self.names.get(component, {}).get(place)
        return text.replace(PART, name or counted(place))


def counted(place: str) -> str:
    """A place in words, counted as people do: ``rules.0.targets.1`` is rules 1 targets 2."""
    pieces = place.replace("_", " ").split(".")
    return " ".join([str(int(piece) + 1) if piece.isdigit() else piece for piece in pieces])
