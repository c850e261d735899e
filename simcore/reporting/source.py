"""What a report of a run is made of: its result, and the scenario as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from simcore.component import ComponentType, Graph, Insight
from simcore.components import IMPLIED, TYPES
from simcore.errors import QuotaError, ScenarioInvalid
from simcore.frozen import frozen
from simcore.quotas import Profile
from simcore.reporting.complaint import NotAResult, ReportError
from simcore.reporting.shape import check_shape
from simcore.scenario import Scenario, interventions_of, load_scenario, vary
from simcore.scenario.insights import insights_of
from simcore.scenario.load import check_whole
from simcore.scenario.shipped import shipped
from simcore.scenario.traces import stood_in

__all__ = ["Source", "of_result"]

ANY_NUMBER = 10**15
"""Of events: a run that is over was not too large."""

INSIGHTS = TypeAdapter(list[Insight])

SHORT = 8
"""Characters of a fingerprint that tell a run from others."""

Document = Mapping[str, Any]


@frozen
class Source:
    """A result with its scenario; `written` is that before anything was changed, where known."""

    result: Document
    written: Scenario | None = None

    @property
    def manifest(self) -> Document:
        """The inputs, as the result tells them."""
        found: Document = self.result["manifest"]
        return found

    @property
    def run(self) -> str:
        """What the run is called wherever its parts go."""
        return f"{self.manifest['scenario']['id']}-{self.manifest['fingerprint'][:SHORT]}"

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario that ran, every default filled in, with the goals where they are known."""
        ran = _read(self.manifest["scenario"])
        return ran if self.origin is None else _completed(ran, self.origin)

    def check(self) -> None:
        """Raises `ReportError` where the inputs are not those of a run."""
        try:
            interventions_of(self.manifest["interventions"])
        except ValidationError:
            raise NotAResult("this is no result: manifest.interventions") from None

    @cached_property
    def origin(self) -> Scenario | None:
        """The scenario as it was written: the given one, else the shipped one that it came from."""
        return self.written or self.shipped

    @cached_property
    def shipped(self) -> Scenario | None:
        """The shipped scenario from which exactly these inputs come, if there is one."""
        return _shipped_one(self.manifest)

    @property
    def is_as_written(self) -> bool:
        """Nothing was changed, as far as that is known."""
        told, origin = self.manifest, self.origin
        if origin is None or told["overrides"]:
            return False
        return (origin.seed, origin.profile) == (told["seed"], told["profile"])

    @property
    def title(self) -> str:
        """The question."""
        return str(self.manifest["scenario"]["title"])

    @property
    def bin_s(self) -> float:
        """Seconds of a bin."""
        return float(self.result["bin_s"])

    @property
    def end_s(self) -> float:
        """How far the run came."""
        times = self.result["time_s"]
        planned = float(self.manifest["scenario"]["duration"])
        return min(float(times[-1]) + self.bin_s, planned) if times else 0.0

    @property
    def finished(self) -> bool:
        """Did it come to its end?"""
        return bool(self.result["status"] == "finished")

    @cached_property
    def graph(self) -> Graph:
        """Who refers to whom."""
        return Graph(self.scenario.components)

    @cached_property
    def profile(self) -> Profile:
        """The quotas that held."""
        return self.scenario.quota_profile()

    @cached_property
    def types(self) -> dict[str, ComponentType[Any, Any]]:
        """The type of each component, in the document's order; last those of no scenario."""
        found = {id: TYPES[one.type] for id, one in self.scenario.components.items()}
        return found | {id: TYPES[id] for id in IMPLIED}

    @cached_property
    def insights(self) -> list[Insight]:
        """Why it went as it did; of a result that has none, or older ones, found now."""
        try:
            told = [{**one, "attempt": one["try"]} for one in self.result["insights"]]
            return INSIGHTS.validate_python(told)
        except (KeyError, TypeError, ValidationError):
            return insights_of(self.scenario, self.result)

    def title_of(self, id: str) -> str:
        """What a component is called."""
        component = self.scenario.components.get(id)
        if component is None:
            return self.types[id].title if id in self.types else id
        return component.title or id


def of_result(result: Document, written: Scenario | None = None) -> Source:
    """Checked to be one; raises `ReportError`. Of one of an older version with fields that have
    been added since."""
    check_shape(result)
    manifest = result["manifest"]
    scenario = _read(manifest["scenario"]).resolved()
    if not _says(scenario, manifest["scenario"]):
        raise NotAResult("this is no result: manifest.scenario is not resolved", "run it again")
    source = Source({**result, "manifest": {**manifest, "scenario": scenario}}, written)
    source.check()
    return source


def _says(scenario: Any, told: Any) -> bool:
    """All that was told, and in the same words; there may be more."""
    if isinstance(told, Mapping) and isinstance(scenario, Mapping):
        return all(key in scenario and _says(scenario[key], told[key]) for key in told)
    if isinstance(told, list) and isinstance(scenario, list) and len(told) == len(scenario):
        return all(map(_says, scenario, told))
    return bool(scenario == told)


def _read(document: Any) -> Scenario:
    """The scenario of a result, which has run; raises `ReportError` for one that cannot have."""
    try:
        ran = Scenario.model_validate(document)
        check_whole(stood_in(ran), ANY_NUMBER)
        return ran
    except ScenarioInvalid as invalid:
        found = next(check for check in invalid.checks if check.severity == "error")
        message = f"the scenario of this result cannot have run: {found.path}: {found.message}"
        raise ReportError(message, found.hint) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        message = f"the scenario of this result is not read any more: {where}: {first['msg']}"
        raise ReportError(message, "run it again with this version") from None


def _completed(ran: Scenario, origin: Scenario) -> Scenario:
    """With what decides nothing and is in no result: goals, knobs of interest, traces."""
    decide_nothing = {"expect": origin.expect, "knobs": origin.knobs, "may_fail": origin.may_fail}
    return ran.model_copy(update=decide_nothing).with_traces(origin.traces)


def _shipped_one(manifest: Document) -> Scenario | None:
    """The shipped scenario from which exactly these inputs come, if there is one."""
    path = shipped().get(manifest["scenario"]["id"])
    if path is None:
        return None
    try:
        scenario = load_scenario(path)
        changed = vary(
            scenario,
            seed=manifest["seed"],
            profile=manifest["profile"],
            overrides=manifest["overrides"],
        )
        same = changed.resolved() == manifest["scenario"]
    except (ScenarioInvalid, QuotaError):
        return None
    return scenario if same else None
