"""What came out of two runs, side by side: was, now, and whether that is better.

Each type declares what is told of it, and which way is better (`simcore.recording.told`). Times are
in milliseconds and ages in seconds, as in the results.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from simcore.components import IMPLIED, READINGS
from simcore.recording.told import Better, Tells, figures

__all__ = ["Outcome", "outcomes"]


class Outcome(NamedTuple):
    """One number of both runs; None where a run has none. `better` says which way is."""

    component: str
    name: str
    unit: str
    was: float | None
    now: float | None
    better: Better

    @property
    def change(self) -> float | None:
        """By how much it is more now."""
        return None if self.was is None or self.now is None else self.now - self.was

    @property
    def verdict(self) -> Literal["better", "worse", "same", ""]:
        """What that means; nothing where either way may be right."""
        if not self.change:
            return "" if self.change is None else "same"
        if not self.better:
            return ""
        return "better" if (self.change > 0) == (self.better == "more") else "worse"


def outcomes(
    was: Mapping[str, Any], now: Mapping[str, Any], same_scenario: bool = True
) -> list[Outcome]:
    """Of two results, component by component; what neither of them has is left out.

    Of two scenarios only components that are in both.
    """
    types = _comparable(_types(was), _types(now), same_scenario)
    found = [
        one for id, type in types.items() for one in _of(id, READINGS[type].summary(), was, now)
    ]
    return [*found, *_costs(was, now)]


def _comparable(was: dict[str, str], now: dict[str, str], same_scenario: bool) -> dict[str, str]:
    """Both together, but for a name that stands for something else in the other."""
    both = was | now if same_scenario else {id: now[id] for id in was if id in now}
    return {id: type for id, type in both.items() if was.get(id, type) == now.get(id, type)}


def _types(result: Mapping[str, Any]) -> dict[str, str]:
    """The components, and those that no scenario names; of types that are known here."""
    said = result["manifest"]["scenario"]["components"]
    types = {id: component["type"] for id, component in said.items()}
    return {id: type for id, type in types.items() if type in READINGS} | {id: id for id in IMPLIED}


def _of(
    id: str, tells: tuple[Tells, ...], was: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[Outcome]:
    pairs = zip(figures(tells, was, id), figures(tells, now, id), strict=True)
    for (before, better), (after, _) in pairs:
        if before.value or after.value:
            yield Outcome(id, before.name, before.unit, before.value, after.value, better)


def _costs(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Outcome]:
    then, later = was["cost"], now["cost"]
    yield Outcome("cost", "so far", "USD", then["usd"], later["usd"], "less")
    yield Outcome("cost", "a month", "USD", then["month"]["usd"], later["month"]["usd"], "less")
    for what in ("requests", "invocations"):
        before, after = then["per_million"][what], later["per_million"][what]
        if before is not None or after is not None:
            yield Outcome("cost", f"a million {what}", "USD", before, after, "less")
