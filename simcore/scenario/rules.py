"""What binds the components of a run, in sentences: each with its source and the run's numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from simcore.component.picture import Rule, as_data
from simcore.component.words import Figure, Quantity, When, Words, quota, setting
from simcore.components import TYPES
from simcore.frozen import frozen
from simcore.quotas import Profile
from simcore.scenario.insights import address
from simcore.scenario.load import steps_of
from simcore.scenario.model import Scenario

__all__ = ["rules_of"]


def rules_of(scenario: Scenario) -> dict[str, list[dict[str, Any]]]:
    """By component ``[{word, from_s, said, brief, source, url, date, assumed, own}]``, by time.

    ``said`` is declared words (simcore/component/words.py) with the profile's and the component's
    numbers put in, ``brief`` the same in few words; ``own`` marks a number of the scenario's own in
    the place of AWS's. Of several for a word the last whose ``from_s`` has come holds, as
    components are told other things in the course of a run. Fields that are as by default are left
    out.
    """
    steps = steps_of(scenario) if scenario.interventions else ()
    courses = [(0.0, scenario), *((step.t, step.scenario) for step in steps)]
    told: dict[str, list[dict[str, Any]]] = {}
    for t, then in courses:
        filled = then.with_defaults()
        for id in filled.components:
            known = told.setdefault(id, [])
            known.extend(_changed(known, list(_rules_of(filled, id)), t))
    return {id: rules for id, rules in told.items() if rules}


def _changed(
    known: list[dict[str, Any]], now: list[dict[str, Any]], t: float
) -> Iterator[dict[str, Any]]:
    """Those that are not what was said last of their word."""
    last = {rule["word"]: rule for rule in known}
    for rule in now:
        before = last.get(rule["word"], {})
        if rule != {key: value for key, value in before.items() if key != "from_s"}:
            yield rule if t == 0 else {**rule, "from_s": t}


def _rules_of(scenario: Scenario, id: str) -> Iterator[dict[str, Any]]:
    picture = TYPES[scenario.components[id].type].picture
    declared = (*(picture.bound.rules if picture.bound else ()),
                *(picture.limited.rules if picture.limited else ()))  # fmt: skip
    about = _About(scenario, id, scenario.quota_profile())
    seen = set()
    for rule in declared:
        if not rule.said or rule.word in seen or (rule.only and not about.field(rule.only)):
            continue
        said = [words for one in rule.said if (words := about.words(one)) is not None]
        if said:
            seen.add(rule.word)
            brief = about.words(_brief(rule)) if rule.text else None
            told = {"brief": as_data(brief)} if brief else {}
            yield {"word": rule.word, "said": as_data(tuple(said)), **told, **about.source(rule)}


def _brief(rule: Rule) -> Words:
    """In few words, as an inspector has it."""
    number = quota(rule.quota) if rule.quota else setting(rule.field) if rule.field else None
    return Words(rule.text, (Figure(number, "number"),) if number else ())


@frozen
class _About:
    """One component of a scenario, and the profile of its numbers."""

    scenario: Scenario
    id: str
    profile: Profile

    def source(self, rule: Rule) -> dict[str, Any]:
        """The row of the profile, or the page."""
        key = rule.cited or rule.quota
        if not key or not self.profile.has(key):
            return {"source": rule.page, "url": address(rule.page), "date": rule.date}
        row = self.profile.row(key)
        marks = {"assumed": row.assumed, "own": row.overridden}
        told = {"source": row.source, "url": address(row.source), "date": row.date}
        return {**told, **{name: True for name, holds in marks.items() if holds}}

    def words(self, said: Words) -> Words | None:
        """With the numbers of the scenario; None where one of them is not there."""
        figures = [self._figure(one) for one in said.figures]
        when = [self._when(one) for one in said.when]
        if None in figures or None in when:
            return None
        return Words(said.text, tuple(filter(None, figures)), tuple(filter(None, when)), said.unit)

    def _figure(self, figure: Figure) -> Figure | None:
        reading = self._reading(figure.reading)
        return None if reading is None else replace(figure, reading=reading)

    def _when(self, when: When) -> When | None:
        reading = self._reading(when.reading)
        return None if reading is None else When(reading, when.told)

    def _reading(self, reading: Quantity) -> Quantity | None:
        if reading.read in ("quota", "setting"):
            return _constant(self._number(reading))
        parts = [self._reading(part) for part in reading.parts]
        if None in parts:
            return None
        whose = reading.whose
        if whose.startswith("{"):
            whose = self.field(whose[1:-1]) or ""
        return Quantity(reading.read, reading.of, whose, tuple(filter(None, parts)), reading.amount)

    def _number(self, reading: Quantity) -> Any:
        (name,) = reading.of
        if reading.read == "setting":
            return self.field(name)
        if not self.profile.has(name):
            return None
        return self.profile.value(name, self.scenario.region)

    def field(self, path: str) -> Any:
        """Of the component, or of one that a field in braces refers to; None where none is."""
        spec: Any = self.scenario.components[self.id]
        for name in path.split("."):
            refers = name.startswith("{")
            spec = getattr(spec, name.strip("{}"), None)
            if refers:
                spec = self.scenario.components.get(spec)
        return spec


def _constant(value: Any) -> Quantity | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return Quantity("constant", amount=float(value))
