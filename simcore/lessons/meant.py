"""What the blocks of a step mean in its scenario: whom they name, which numbers, which rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from simcore.components import READINGS, TYPES
from simcore.errors import Check, QuotaError, ScenarioInvalid, nearest
from simcore.lessons.complaint import complaint, under
from simcore.lessons.lesson import Anchor, Claim, Rule, Task
from simcore.lessons.links import is_address
from simcore.lessons.said import Claims, RuleSaid, StepSaid
from simcore.lessons.said import Task as TaskSaid
from simcore.quotas import load_profile
from simcore.scenario import Scenario, full_path, vary
from simcore.scenario.checks import goal_checks
from simcore.scenario.goals import goals_of
from simcore.scenario.goals.sought import known_types
from simcore.scenario.insights import address, quota_words
from simcore.spec.annotations import FromProfile
from simcore.spec.walk import Place, walk
from simcore.units import format_duration_s

__all__ = ["anchor_of", "claims_of_step", "focus_of", "goal_complaints", "rule_of_step", "task_of"]

FOCUS = re.compile(r"instant|(node|row|lane|state|message)\.([\w-]+(?:\.[\w-]+){0,3})")
FOCUS_HINT = "node.worker, row.concurrency, row.worker.concurrency, lane.pollers.3, "
FOCUS_HINT += "state.saga.3, message.orders.17 or instant"
DATE = re.compile(r"20\d\d(-\d\d(-\d\d)?)?")


def anchor_of(said: StepSaid, scenario: Scenario, path: str, into: list[Check]) -> Anchor | None:
    """Where in the run the step is, if it says so; findings go `into` a list, here as below."""
    if said.at is not None:
        if said.at > scenario.duration:
            hint = f"at most {format_duration_s(scenario.duration)}"
            into.append(complaint("too-late", f"{path}.at", "the run is over by then", hint))
        return Anchor(t=said.at)
    if said.when is None:
        return None
    when, types = said.when, known_types(scenario.components)
    if _is_there(when.component, types, f"{path}.when.component", into):
        known = _happens(types[when.component], bool(when.flag))
        name = when.flag or when.insight or ""
        if name not in known:
            what = f"{when.component} has no {'flag' if when.flag else 'insight'} {name[:60]}"
            into.append(complaint("unknown", f"{path}.when", what, nearest(name, known)))
    return Anchor(None, when.flag or "", when.insight or "", when.component, when.nth)


def _happens(type: str, flags: bool) -> list[str]:
    """The flags, or the insights, that there may be of a type."""
    if flags:
        return list(dict.fromkeys(flagged.kind for flagged in READINGS[type].flags))
    return [kind.id for kind in TYPES[type].insights]


def _is_there(id: str, known: Mapping[str, str], path: str, into: list[Check]) -> bool:
    if id not in known:
        said = f"there is no component {id[:60]}"
        into.append(complaint("unknown", path, said, nearest(id, list(known))))
    return id in known


def focus_of(said: StepSaid, scenario: Scenario, path: str, into: list[Check]) -> str | None:
    """What the step looks at."""
    if said.focus is None:
        return None
    found = FOCUS.fullmatch(said.focus)
    if found is None:
        what = f'"{said.focus[:60]}" is nothing to look at'
        into.append(complaint("focus", f"{path}.focus", what, FOCUS_HINT))
    elif found[1]:
        first, more, _ = found[2].partition(".")
        if found[1] != "row" or more:  # a row alone is that of all together
            _is_there(first, known_types(scenario.components), f"{path}.focus", into)
    return said.focus


def rule_of_step(said: StepSaid, scenario: Scenario, path: str, into: list[Check]) -> Rule | None:
    """The rule that it is about, as its page or as the quotas have it."""
    rule = said.rule
    if rule is None:
        return None
    if rule.quota is not None:
        return _of_quota(rule, scenario, f"{path}.rule", into)
    source, date = rule.source or "", rule.date or ""
    if not is_address(source):
        what = f'"{source[:80]}" is no address of a page'
        into.append(
            complaint("source", f"{path}.rule.source", what, "https://docs.aws.amazon.com/")
        )
    if DATE.fullmatch(date) is None:
        what = f'"{date}" is no date'
        into.append(complaint("date", f"{path}.rule.date", what, "2026-07-12, 2021-12 or 2015"))
    return Rule(rule.text, source, date)


def _of_quota(rule: RuleSaid, scenario: Scenario, path: str, into: list[Check]) -> Rule | None:
    """In the words of its row, which has the number."""
    try:
        other = rule.profile and rule.profile != scenario.profile
        profile = load_profile(str(rule.profile)) if other else scenario.quota_profile()
        row = profile.row(str(rule.quota))
    except QuotaError as error:
        into.append(complaint("quota", path, str(error)[:300], "see `windtunnel quotas`"))
        return None
    own = () if other else _own_values(row.key, scenario)
    said = quota_words(row, scenario.region, own)
    url = (
        "" if row.assumed else address(row.source)
    )  # what AWS does not say is not to be read there
    return Rule(f"{rule.text} {said}".strip(), url, row.date, row.key)


def _own_values(key: str, scenario: Scenario) -> tuple[float, ...]:
    """What components say themselves, where the row would be their default: each value once."""
    places = [place for one in scenario.components.values() for place in walk(one, "")]
    own = [place.value for place in places if _is_of(place, key) and place.value is not None]
    return tuple(dict.fromkeys(own))


def _is_of(place: Place, key: str) -> bool:
    row = place.says(FromProfile)
    return row is not None and row.key == key


def goal_complaints(expect: Mapping[str, Any], scenario: Scenario, path: str) -> list[Check]:
    """What is wrong with goals there; one that a run can have no data for is wrong, too."""
    found = goal_checks(scenario.model_copy(update={"expect": dict(expect)}))
    return [
        Check(one.id, "error", f"{path}.{one.path.removeprefix('expect.')}", one.message, one.hint)
        for one in found
    ]


def claims_of_step(
    said: Claims, step: str, scenario: Scenario, path: str, into: list[Check]
) -> tuple[Claim, ...]:
    """Each with an id of its own."""
    for n, one in enumerate(said.claims):
        into += goal_complaints(one.expect, scenario, f"{path}.claims.{n}.expect")
    return tuple(
        Claim(f"{step}-{n + 1}", one.says, f"{path}.claims.{n}", one.expect)
        for n, one in enumerate(said.claims)
    )


def task_of(said: TaskSaid, scenario: Scenario, path: str, into: list[Check]) -> Task | None:
    """With its knobs and solutions by full paths."""
    path = f"{path}.task"
    wrong = goal_complaints(said.goals, scenario, f"{path}.goals")
    try:
        document = scenario.document()
        knobs = tuple(full_path(document, knob) for knob in said.knobs)
        solutions = tuple(
            {full_path(document, key): value for key, value in one.items()}
            for one in said.solutions
        )
    except ScenarioInvalid as invalid:
        into += [*wrong, *under(path, invalid.checks)]
        return None
    for n, one in enumerate(solutions):
        wrong += _of_solution(one, knobs, scenario, f"{path}.solutions.{n}")
    if len({frozenset(one) for one in solutions}) < 2:
        what = "all solutions turn the same knobs"
        wrong.append(complaint("solution", f"{path}.solutions", what, "state two different ways"))
    into += wrong
    titles = () if wrong else tuple(goal.title for goal in goals_of(said.goals))
    return Task(said.says, said.hint, said.goals, titles, knobs, solutions)


def _of_solution(
    solution: Mapping[str, Any], knobs: tuple[str, ...], scenario: Scenario, path: str
) -> list[Check]:
    """It turns knobs of the task, and what comes of it can be run."""
    others = [key for key in solution if key not in knobs]
    if others or not solution:
        what = f"{', '.join(others)[:200]}: no knob of the task" if others else "it changes nothing"
        return [complaint("solution", path, what, "turn one of its knobs, or several")]
    try:
        vary(scenario, overrides=solution)
    except ScenarioInvalid as invalid:
        return under(path, [one for one in invalid.checks if one.severity == "error"])
    return []
