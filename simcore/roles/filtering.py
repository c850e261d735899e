"""Event filtering: which messages or records of a source a mapping passes on to its function.

Models: FilterCriteria as the share of the source's messages that matches, or as classes of them;
    a message matches or it does not, whoever reads it and however often. What does not match
    never reaches the function.
Ignores: patterns, and messages that are dropped because body and pattern differ in format; up to
    five filters of a mapping, any of which is enough: they are one here.
States: nothing; the mapping states EventsFilteredOut.

Sources: AWS Lambda Developer Guide, invocation-eventfiltering (14 Nov 2022, 12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simcore.frozen import frozen

Part = tuple[float, float]
"""Contents from the first number up to, without it, the second."""


@frozen
class FilterCriteria:
    """``parts`` of the interval [0, 1) of contents match; see :mod:`simcore.engine.contents`."""

    parts: tuple[Part, ...]

    def matches(self, content: float) -> bool:
        """Does a message with this content satisfy the filter?"""
        return any(low <= content < high for low, high in self.parts)

    def places(self, contents: Iterable[float]) -> list[int]:
        """The places, from 0, of those that match."""
        return [place for place, content in enumerate(contents) if self.matches(content)]


EVERYTHING = FilterCriteria(((0.0, 1.0),))
"""As no filter at all."""


def share_that_matches(share: float) -> FilterCriteria:
    """So much of all messages matches."""
    return FilterCriteria(((0.0, share),))


def classes_that_match(classes: Mapping[str, float], wanted: Iterable[str]) -> FilterCriteria:
    """The ``wanted`` ones of a source's classes match; ``classes`` are shares, in the
    order of their names."""
    parts, low = {}, 0.0
    for name, share in sorted(classes.items()):
        parts[name] = (low, low + share)
        low += share
    return FilterCriteria(tuple(parts[name] for name in sorted(set(wanted)) if name in parts))
