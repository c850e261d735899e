"""What a run is going to be told on its way, and what it has been told."""

from __future__ import annotations

from collections.abc import Callable

from simcore.errors import Check, ScenarioInvalid
from simcore.scenario.build import Simulation
from simcore.scenario.course import Step
from simcore.scenario.interventions import Intervention
from simcore.scenario.load import check_whole, steps_of
from simcore.scenario.model import Scenario
from simcore.units import format_duration_s

__all__ = ["Itinerary"]


class Itinerary:
    """The steps that are to come; `now` is the scenario as it is after those that were taken."""

    def __init__(self, said: Scenario, event_budget: int) -> None:
        self._said, self.now, self._event_budget = said, said.with_defaults(), event_budget
        self._steps = steps_of(said, event_budget)

    @property
    def course(self) -> tuple[Step, ...]:
        """All steps, those that were taken, too."""
        return steps_of(self._said, self._event_budget)

    def advance(
        self, simulation: Simulation, until: float, told: Callable[[Scenario], None]
    ) -> None:
        """Run on, and take the steps on the way, each before all else that happens at its time.

        `told` hears what the scenario is from then on. Ends early when the environment pauses.
        """
        env = simulation.env
        while self._steps and self._steps[0].t < until:
            step, *rest = self._steps
            if step.t > env.now:
                env.run(until=step.t)
            if step.t > env.now:
                return  # it has paused
            told(step.scenario)
            step.take(simulation, self.now)
            self._steps, self.now = tuple(rest), step.scenario
        env.run(until=until)

    def diverge(self, now: float, interventions: tuple[Intervention, ...]) -> Scenario:
        """Other steps from `now` on, and the scenario that says so, its defaults filled in.

        Raises `ScenarioInvalid` when what lies behind is not what it was, or what is to come cannot
        be done.
        """
        said = self._said.with_interventions(interventions)
        if _behind(now, self._said) != _behind(now, said):
            raise ScenarioInvalid([_too_late(now)])
        check_whole(said, self._event_budget)
        self._said, steps = said, steps_of(said, self._event_budget)
        taken = [step.scenario for step in steps if step.t < now]
        self._steps, self.now = steps[len(taken) :], [said.with_defaults(), *taken][-1]
        return said.with_defaults()


def _behind(now: float, scenario: Scenario) -> list[Intervention]:
    return [said for said in scenario.interventions if said.at < now]


def _too_late(now: float) -> Check:
    message = f"what was done before {format_duration_s(now)} lies behind"
    hint = "begin the run anew, or fork it earlier"
    return Check("intervention.behind", "error", "interventions", message, hint)
