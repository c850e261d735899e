"""Balances: counters of a component of which the sums agree, whatever happens in a run."""

from __future__ import annotations

from collections.abc import Mapping

from simcore.frozen import frozen

__all__ = ["Balance"]


@frozen
class Balance:
    """Counters of which the sums agree at the end of every frame: all that ``came`` has ``left``.

    ``rest`` says what may be missing from what left, if anything: then it is no more than what
    came. ``unless`` is a counter of components for which it does not hold. Counters that a
    component does not have are 0; ``name.<word>`` stands for all that begin with the name.
    """

    came: tuple[str, ...]
    left: tuple[str, ...]
    rest: str = ""
    unless: str | None = None

    def applies(self, counters: Mapping[str, float]) -> bool:
        """Does a component with these counters have it?"""
        return self.unless not in counters and any(name in counters for name in self.came)

    def missing(self, counters: Mapping[str, float]) -> float:
        """What came and has not left."""
        return _sum(self.came, counters) - _sum(self.left, counters)

    def holds(self, counters: Mapping[str, float]) -> bool:
        """Do the sums agree?"""
        missing = self.missing(counters)
        return missing >= 0 if self.rest else missing == 0


def _sum(names: tuple[str, ...], counters: Mapping[str, float]) -> float:
    families = tuple(name.partition("<")[0] for name in names if "<" in name)
    one_by_one = [n for name, n in counters.items() if name in names]
    return sum(one_by_one + [n for name, n in counters.items() if name.startswith(families)])
