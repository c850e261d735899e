"""What the models of a run leave out, and what they assume: the lines that concern this run.

The run is built, and not computed: the modules of all that it is built from are its models, and
the rows of the profile that were asked for meanwhile are its numbers.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from simcore.frozen import frozen
from simcore.quotas import Profile, Quota, Rows
from simcore.reporting.docstrings import Said, said_in
from simcore.reporting.report import Bullets, Column, Section, Table
from simcore.reporting.source import Source
from simcore.reporting.words import setting
from simcore.scenario import knobs
from simcore.scenario.build import build
from simcore.scenario.costs import tariff
from simcore.scenario.model import Scenario
from simcore.scenario.traces import stood_in

__all__ = ["assumed", "left_out"]

CONFIDENCE = {
    "M": "seen in part, or several witnesses agree",
    "L": "one witness, or our choice",
    "R": "common knowledge, not verified",
}
NOTHING = "nothing"

HEAD = (Column("What"), Column("Value", numeric=True), Column("How sure"), Column("Why"))
Row = tuple[str, ...]


def left_out(source: Source) -> Section:
    """What each model ignores."""
    items = tuple(
        f"{said.title}. It leaves out: {said.sections['Ignores']}"
        for said in _models(source)
        if not said.sections.get("Ignores", NOTHING).startswith(NOTHING)
    )
    return Section("models", "What the models leave out", (Bullets(items),) if items else ())


def assumed(source: Source) -> Section:
    """Numbers that AWS does not publish, and those that were not read in AWS's own text."""
    rows = tuple(dict.fromkeys([*_of_inputs(source), *_of_profile(source)]))
    table = Table("assumed", "Assumed", HEAD, rows)
    missing = "" if rows else "All numbers of this run were read in AWS's own texts."
    return Section("assumed", "What is assumed", (table,) if rows else (), missing)


def _of_inputs(source: Source) -> Iterator[Row]:
    """Inputs left at a default that is ours."""
    for knob in knobs(source.scenario):
        if knob["assumed"] and knob["value"] == knob["default"]:
            value = setting(knob["value"], knob["kind"])
            why = knob["note"] or knob["source"]
            yield knob["path"].removeprefix("components."), value, "assumed", why


def _of_profile(source: Source) -> Iterator[Row]:
    keys = _parts(source.scenario).keys
    for quota in source.profile.rows():
        if quota.key in keys and quota.confidence != "H":
            yield _of_quota(quota, source)


def _of_quota(quota: Quota, source: Source) -> Row:
    value = f"{setting(quota.in_region(source.scenario.region))} {quota.unit}"
    sure = "assumed" if quota.assumed else CONFIDENCE[quota.confidence]
    return quota.title, value, sure, quota.note or f"{quota.source} ({quota.date})"


def _models(source: Source) -> list[Said]:
    """Those of the modules that the run is built from, in order of their titles."""
    paths = (_file_of(name) for name in sorted(_parts(source.scenario).modules))
    found = [said_in(path) for path in dict.fromkeys(paths) if path is not None]
    return sorted((s for s in found if "Models" in s.sections), key=lambda said: said.title)


def _file_of(module: str) -> Path | None:
    """Its source, which is where it belongs also when a compiled one is at work."""
    first, *within = module.split(".")
    folder = getattr(sys.modules.get(first), "__file__", None)
    if folder is None:
        return None
    path = Path(folder).parent.joinpath(*within).with_suffix(".py") if within else Path(folder)
    return path if path.suffix == ".py" and path.is_file() else None


@frozen
class _Parts:
    """Names of modules, and keys of the profile."""

    modules: frozenset[str]
    keys: frozenset[str]


def _parts(scenario: Scenario) -> _Parts:
    """What a run of the scenario is built from; what is done to it on its way brings no model."""
    asked, found = _Asked(scenario.quota_profile()), _Modules()
    found.dump(build(stood_in(scenario), asked.profile, scenario.seed))
    tariff(scenario, asked.profile)
    return _Parts(frozenset(found.modules), frozenset(asked.asked))


class _Asked(Rows[Quota]):
    """The rows of a profile, which remember those that somebody asked for."""

    def __init__(self, profile: Profile) -> None:
        super().__init__(profile.quotas.held, profile.quotas.read)
        self.asked = set[str]()
        self.profile = replace(profile, quotas=self)

    def __getitem__(self, key: str) -> Quota:
        row = super().__getitem__(key)
        self.asked.add(key)
        return row


class _Modules(pickle.Pickler):
    """Goes through all that an object holds, as a snapshot does, and notes where it is defined."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), protocol=pickle.HIGHEST_PROTOCOL)
        self.modules: set[str] = set()

    def reducer_override(self, obj: Any) -> Any:
        self.modules.add(type(obj).__module__)
        return NotImplemented
