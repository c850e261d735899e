"""The course of a run: what its components are told, and when.

The interventions of a scenario, worked out beforehand: at each moment the scenario as it is from
then on, and the deeds that are done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, Literal

from simcore.component import Site
from simcore.components import TYPES
from simcore.errors import Check, RetuneError, ScenarioInvalid
from simcore.frozen import frozen
from simcore.scenario.build import Simulation, build
from simcore.scenario.interventions import Intervention, SetAttributes, action_of
from simcore.scenario.model import Scenario
from simcore.scenario.retuning import Retuning, sites_of

__all__ = ["Step", "course", "rehearsal"]

Vary = Callable[[dict[str, Any]], Scenario]
"""The scenario with values at paths, checked; raises `ScenarioInvalid`."""


@frozen
class Deed:
    """What is done to one live component by intervention number `n`: it begins, or it ends."""

    n: int
    component: str
    action: Any
    do: Callable[[Any, Any, Site], None]


@frozen
class Step:
    """At `t` the run goes on with this `scenario`, its defaults filled in; then come the deeds."""

    t: float
    scenario: Scenario
    deeds: tuple[Deed, ...]

    def take(self, simulation: Simulation, before: Scenario) -> None:
        """Tell the live components; raises `RetuneError` for what cannot be done to them."""
        if self.scenario != before:
            _tell_all(simulation, before, self.scenario)
        if not self.deeds:
            return
        site_of = sites_of(simulation, self.scenario)
        for deed in self.deeds:
            site = site_of(deed.component)
            deed.do(site.live(deed.component), deed.action, site)


def _tell_all(simulation: Simulation, before: Scenario, after: Scenario) -> None:
    """Those that changed, and then the others, as some go by what others say: a mapping by its
    function's timeout. What is refused is refused by the one that was to change."""
    changed = {id: None for id, spec in after.components.items() if spec != before.components[id]}
    others = [id for id in after.components if id not in changed and _can_be_told(after, id)]
    retuning = Retuning(simulation, before, after)
    for id in (*changed, *others):
        retuning.tell(id)


def _can_be_told(scenario: Scenario, id: str) -> bool:
    return TYPES[scenario.components[id].type].retune is not None


@frozen
class _Event:
    """An intervention begins, or its time is over."""

    t: float
    phase: Literal["begin", "end"]
    n: int
    said: Intervention


def _events(scenario: Scenario) -> list[_Event]:
    """In order of time; at one moment what ends comes first, and then in order of the list."""
    found = []
    for n, said in enumerate(scenario.interventions):
        begins = said.at + _lag_s(scenario, said)
        found.append(_Event(begins, "begin", n, said))
        lasts_s = None if isinstance(said, SetAttributes) else said.lasts_s
        if lasts_s is not None:
            found.append(_Event(begins + lasts_s, "end", n, said))
    return sorted(found, key=lambda event: (event.t, event.phase != "end", event.n))


def _lag_s(scenario: Scenario, said: Intervention) -> float:
    """How much later than it was said it takes effect."""
    if isinstance(said, SetAttributes):
        return 0.0
    action = action_of(scenario.components[said.component].type, said)
    if action is None or not action.lag:
        return 0.0
    return float(scenario.quota_profile().value(action.lag, scenario.region))


class _Course:
    """The scenario so far: what was set, and the alterations that last."""

    def __init__(self, vary: Vary) -> None:
        self._vary = vary
        self._values: dict[str, Any] = {}
        self._scenario = vary({}).with_defaults()
        self._lasting: dict[int, tuple[str, Any, Any]] = {}

    def steps(self, events: Sequence[_Event]) -> Iterator[Step]:
        for t, together in groupby(events, key=lambda event: event.t):
            deeds = [deed for event in together for deed in self._after(event)]
            yield Step(t, self._altered(), tuple(deeds))

    def _after(self, event: _Event) -> Iterator[Deed]:
        said = event.said
        if isinstance(said, SetAttributes):
            self._set(event.n, said)
            return
        kind = self._scenario.components[said.component].type
        action = action_of(kind, said)
        assert action is not None, "the checks have found it"
        begins = event.phase == "begin"
        if action.alters is not None and begins:
            self._lasting[event.n] = (said.component, action.alters, said)
        elif action.alters is not None:
            self._lasting.pop(event.n)
        do = action.begin if begins else action.end
        if do is not None:
            yield Deed(event.n, said.component, said, do)

    def _set(self, n: int, said: SetAttributes) -> None:
        self._values |= said.values
        try:
            self._scenario = self._vary(self._values).with_defaults()
        except ScenarioInvalid as invalid:
            raise ScenarioInvalid([_at(n, check) for check in invalid.checks]) from None

    def _altered(self) -> Scenario:
        """With what lasts, in the order in which it began."""
        components = dict(self._scenario.components)
        for id, alters, said in self._lasting.values():
            components[id] = alters(components[id], said)
        return self._scenario.model_copy(update={"components": components})


def _at(n: int, check: Check) -> Check:
    """The same finding, about the intervention that brings it."""
    where = f" ({check.path})" if check.path else ""
    path = f"interventions.{n}.values"
    return Check(check.id, check.severity, path, f"{check.message}{where}", check.hint)


def course(scenario: Scenario, vary: Vary) -> tuple[Step, ...]:
    """The steps, in order of time; raises `ScenarioInvalid` where a value that is set is not valid.

    Components and actions must have been checked. What lies behind the end of the run is left out.
    """
    events = [event for event in _events(scenario) if event.t < scenario.duration]
    return tuple(_Course(vary).steps(events)) if events else ()


def rehearsal(scenario: Scenario, steps: Sequence[Step]) -> Iterator[Check]:
    """What live components would not take, found by telling some that never run."""
    before = scenario.with_defaults()
    simulation = build(before, before.quota_profile(), before.seed)
    for step in steps:
        simulation.env.skip_to(step.t)
        try:
            step.take(simulation, before)
        except RetuneError as refused:
            yield _refused(scenario, step, refused)
            return
        before = step.scenario


def _refused(scenario: Scenario, step: Step, refused: RetuneError) -> Check:
    """Of which intervention: one at that moment about the component, or the only one then."""
    then = [(n, said) for n, said in enumerate(scenario.interventions) if said.at == step.t]
    about = [n for n, said in then if refused.component in _about(said)]
    numbers = about or [n for n, _ in then]
    path = f"interventions.{numbers[0]}" if len(numbers) == 1 else "interventions"
    return Check("intervention.refused", "error", path, str(refused), refused.hint)


def _about(said: Intervention) -> set[str]:
    """The components that it names."""
    if not isinstance(said, SetAttributes):
        return {said.component}
    return {path.removeprefix("components.").partition(".")[0] for path in said.values}
