"""Knobs of interest: each must be a knob, and is named once."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import error, warning
from simcore.errors import Check, nearest
from simcore.scenario.interest import OWN_KNOBS, in_full
from simcore.scenario.knobs import knobs
from simcore.scenario.model import Scenario
from simcore.spec.annotations import Knob
from simcore.spec.walk import ITEM, annotation, fields

__all__ = ["interest_checks"]


def interest_checks(scenario: Scenario) -> Iterator[Check]:
    """Every finding about the knobs that the scenario names for its question."""
    if not scenario.knobs:
        return
    offered = [*OWN_KNOBS, *(row["path"] for row in knobs(scenario))]
    named: set[str] = set()
    for n, said in enumerate(scenario.knobs):
        where, path = f"knobs.{n}", in_full(said.path)
        if path in named:
            yield error("knob.twice", where, f"{said.path} is named twice", "name it once")
        elif path not in offered and _could_be(scenario, path):
            yield _not_offered(where, said.path, offered)
        elif path not in offered:
            yield _unknown(where, said.path, offered)
        named.add(path)


def _could_be(scenario: Scenario, path: str) -> bool:
    """Would it be a knob if the scenario said other things, or had another profile?"""
    first, id, *parts = [*path.split("."), ""]
    component = scenario.components.get(id) if first == "components" else None
    if component is None:
        return False
    within = ".".join(ITEM if part.isdecimal() else part for part in parts[:-1])
    return any(
        field.path == within and annotation(field.spec, field.name, Knob) is not None
        for field in fields(type(component))
    )


def _not_offered(where: str, path: str, offered: list[str]) -> Check:
    message = f"{path} is no knob here: what it belongs to is not there, or of another kind"
    return warning("knob.not-offered", where, message, _nearest(path, offered))


def _unknown(where: str, path: str, offered: list[str]) -> Check:
    return error("knob.unknown", where, f"there is no knob {path}", _nearest(path, offered))


def _nearest(path: str, offered: list[str]) -> str:
    short = path.removeprefix("components.")
    return nearest(short, [one.removeprefix("components.") for one in offered])
