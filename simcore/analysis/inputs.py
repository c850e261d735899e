"""What differs between the inputs of two runs."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from simcore.scenario import as_header, interventions_of
from simcore.units import format_clock_s

__all__ = ["ABSENT", "Input", "differing"]

ABSENT = None
"""The value of an input that one of the runs does not have."""

BESIDE = ("id", "title", "summary", "description", "topics", "minutes", "format")
"""Fields of a scenario that decide nothing."""


class Input(NamedTuple):
    """One input that differs: `was` in the first run, `now` in the other."""

    path: str
    was: Any
    now: Any


def differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[Input]:
    """Of two manifests: seed, profile, versions and scenario, in the order of a document."""
    pairs = [_flat(manifest) for manifest in (was, now)]
    paths = list(dict.fromkeys([*pairs[0], *pairs[1]]))
    found = [Input(path, pairs[0].get(path), pairs[1].get(path)) for path in paths]
    return [one for one in found if one.was != one.now]


def _flat(manifest: Mapping[str, Any]) -> dict[str, Any]:
    scenario = {k: v for k, v in manifest["scenario"].items() if k not in BESIDE}
    components, interventions = scenario.pop("components"), scenario.pop("interventions", [])
    flat = dict(_leaves("", scenario)) | dict(_leaves("", components))
    return flat | _told(interventions) | {"model": manifest["versions"]["model"]}


def _told(interventions: Any) -> dict[str, str]:
    """What is done, in words, by when; all that is done at one moment together."""
    found: dict[str, list[str]] = {}
    for said in as_header(interventions_of(interventions)):
        found.setdefault(f"at {format_clock_s(said['at'])}", []).append(said["words"])
    return {at: "; ".join(said) for at, said in found.items()}


def _leaves(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
    """As paths name them, so that one number that differs is told alone: lists of things, too."""
    things = isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value)
    if not isinstance(value, Mapping) and not things:
        yield prefix, value
        return
    for key, inner in enumerate(value) if things else value.items():
        yield from _leaves(f"{prefix}.{key}" if prefix else str(key), inner)
