"""From a file, a text or plain data to a scenario that can be run, or to findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from simcore.component import EVENT_BUDGET
from simcore.errors import Check, QuotaError, ScenarioInvalid
from simcore.frozen import frozen
from simcore.quotas import PROFILES
from simcore.scenario.checks import (
    goal_checks,
    interest_checks,
    intervention_checks,
    semantic_checks,
    structure_checks,
    subject_of,
)
from simcore.scenario.course import Step, course, rehearsal
from simcore.scenario.document import LIMITS, Source, parse, screen
from simcore.scenario.inlining import inlined
from simcore.scenario.model import Scenario
from simcore.scenario.overrides import apply_overrides
from simcore.scenario.shipped import file_or_shipped
from simcore.scenario.traces import Resolver, TraceFolder, no_folder, read_traces

__all__ = [
    "Given",
    "check",
    "check_whole",
    "examine",
    "findings",
    "load_scenario",
    "steps_of",
    "vary",
]

Given = str | bytes | Path | Mapping[str, Any]
"""A path, the slug of a shipped scenario, the text of a document, or plain data.

A `str` is a text when it has a line break or begins with `{`; `bytes` always are one.
"""


@frozen
class _Opened:
    """A document, and how its traces are found."""

    source: Source
    resolve: Resolver


def load_scenario(
    given: Given,
    *,
    traces: Resolver | None = None,
    seed: int | None = None,
    profile: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    event_budget: int = EVENT_BUDGET,
) -> Scenario:
    """The scenario, checked, its traces read; raises `ScenarioInvalid` with all findings.

    `seed`, `profile` and `overrides` (path to value) change the document before it is read. More
    events than `event_budget` are expected of no scenario that is valid.
    Warnings do not keep a scenario from loading; `check` lists them.
    """
    scenario, checks = _examine(given, traces, _changes(seed, profile, overrides), event_budget)
    if scenario is None or any(check.severity == "error" for check in checks):
        raise ScenarioInvalid(checks)
    return scenario


def check(
    given: Given,
    *,
    traces: Resolver | None = None,
    seed: int | None = None,
    profile: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    event_budget: int = EVENT_BUDGET,
) -> list[Check]:
    """Every finding about a scenario, errors first; empty when there is nothing to say."""
    found = examine(
        given,
        traces=traces,
        seed=seed,
        profile=profile,
        overrides=overrides,
        event_budget=event_budget,
    )
    return found[1]


def examine(
    given: Given,
    *,
    traces: Resolver | None = None,
    seed: int | None = None,
    profile: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    event_budget: int = EVENT_BUDGET,
) -> tuple[Scenario | None, list[Check]]:
    """The scenario, where it can be read, with its traces; and every finding, errors first."""
    scenario = None
    try:
        scenario, checks = _examine(given, traces, _changes(seed, profile, overrides), event_budget)
    except ScenarioInvalid as invalid:
        checks = invalid.checks
    return scenario, sorted(checks, key=lambda check: check.severity)


def vary(
    scenario: Scenario,
    *,
    seed: int | None = None,
    profile: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    event_budget: int = EVENT_BUDGET,
) -> Scenario:
    """The scenario with another seed, profile or values, checked again.

    Traces that other arrivals now name are read as the scenario's own were. Raises
    `ScenarioInvalid`.
    """
    changes = _changes(seed, profile, overrides)
    if not changes:
        return scenario
    resolve = scenario.traces.resolve or no_folder
    changed = inlined(_validated(Source(apply_overrides(scenario.document(), changes))), resolve)
    changed = read_traces(changed, resolve, scenario)
    check_whole(changed, event_budget)
    return changed


def check_whole(scenario: Scenario, event_budget: int = EVENT_BUDGET) -> None:
    """Raise `ScenarioInvalid` with all findings when there are errors among them."""
    checks = _findings(scenario, event_budget)
    if any(check.severity == "error" for check in checks):
        raise ScenarioInvalid(checks)


def findings(scenario: Scenario, event_budget: int = EVENT_BUDGET) -> list[Check]:
    """What `check` says of a scenario that is loaded."""
    return _findings(scenario, event_budget)


def _changes(
    seed: int | None, profile: str | None, overrides: Mapping[str, Any] | None
) -> dict[str, Any]:
    changes = dict(overrides or {})
    if seed is not None:
        changes["seed"] = seed
    if profile is not None:
        changes["profile"] = profile
    return changes


def _examine(
    given: Given, traces: Resolver | None, changes: Mapping[str, Any], event_budget: int
) -> tuple[Scenario | None, list[Check]]:
    opened = _open(given)
    if changes:
        data = _mapping(opened.source.data)
        screen(dict(changes))
        opened = replace(opened, source=Source(apply_overrides(data, changes)))
    resolve = traces or opened.resolve
    scenario = inlined(_validated(opened.source), resolve)
    scenario = read_traces(scenario, resolve)
    return scenario, _findings(scenario, event_budget)


def _open(given: Given) -> _Opened:
    if isinstance(given, Mapping):
        screen(given)
        return _Opened(Source(given), no_folder)
    if isinstance(given, bytes) or (
        isinstance(given, str) and ("\n" in given or given.lstrip().startswith("{"))
    ):
        return _Opened(parse(given), no_folder)
    path = file_or_shipped(given)
    try:
        with path.open("rb") as file:
            text = file.read(LIMITS.bytes + 1)
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise ScenarioInvalid(
            [Check("scenario.unreadable", "error", "", f"{str(given)[:80]}: {reason}", "")]
        ) from None
    return _Opened(parse(text), TraceFolder(path.parent))


def _mapping(data: Any) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise ScenarioInvalid(
            [
                Check(
                    "format.shape",
                    "error",
                    "",
                    "the document is not a mapping",
                    "begin with `format: windtunnel.scenario/1`",
                )
            ]
        )
    return data


def _validated(source: Source) -> Scenario:
    _mapping(source.data)
    try:
        return Scenario.model_validate(source.data)
    except ValidationError as error:
        raise ScenarioInvalid(structure_checks(source, error)) from None


def _findings(scenario: Scenario, event_budget: int) -> list[Check]:
    try:
        profile = scenario.quota_profile()
        found = list(semantic_checks(subject_of(scenario, profile, event_budget)))
        found += intervention_checks(scenario)
        found += interest_checks(scenario)
        found += goal_checks(scenario)
    except QuotaError as error:
        return [Check("quota.invalid", "error", _quota_path(scenario), str(error), "")]
    if not scenario.interventions or any(check.severity == "error" for check in found):
        return found
    try:
        return [*found, *rehearsal(scenario, steps_of(scenario, event_budget))]
    except ScenarioInvalid as invalid:
        return [*found, *invalid.checks]


def steps_of(scenario: Scenario, event_budget: int = EVENT_BUDGET) -> tuple[Step, ...]:
    """What its components are told during a run; raises `ScenarioInvalid`."""
    as_written = scenario.with_interventions(())

    def with_values(values: dict[str, Any]) -> Scenario:
        varied = vary(as_written, overrides=values, event_budget=event_budget)
        return varied.with_interventions(scenario.interventions)

    return course(scenario, with_values)


def _quota_path(scenario: Scenario) -> str:
    """Which part of the scenario the quotas do not accept."""
    for key, value in scenario.quotas.items():
        try:
            scenario.model_copy(update={"quotas": {key: value}}).quota_profile()
        except QuotaError:
            return f"quotas.{key}" if scenario.profile in PROFILES else "profile"
    return "profile"
