"""Facts of an event bus; what only one with rules states comes behind the first.

A rule is told by its number, from 1 on, and in `simcore.facts.pushing` a target by the rule's and
its own: 2.1 is 201.
"""

from typing import NamedTuple


class EventPut(NamedTuple):
    """An event was put on a bus."""

    t: float


class PutRefused(NamedTuple):
    """An entry of PutEvents was refused: the quota of requests was used up."""

    t: float


class EventMatched(NamedTuple):
    """An event matched so many rules, and is due at so many targets."""

    t: float
    rules: int
    due: int


class RuleStarted(NamedTuple):
    """The schedule of a rule has come to its time; so many targets are due."""

    t: float
    rule: int
    due: int


class BusObserved(NamedTuple):
    """Invocations that wait for their turn, and for another attempt, at ``t``."""

    t: float
    delayed: int
    retrying: int
