"""The scenario as a whole: what is asked, and the components."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, PrivateAttr, StringConstraints

from simcore.component import Graph
from simcore.components import SPECS, TYPES
from simcore.quotas import Profile, load_profile
from simcore.scenario.discriminated import Discriminated
from simcore.scenario.goals.said import Expect, Goal, goals_of
from simcore.scenario.interest import MOST_OF_INTEREST, KnobOfInterest
from simcore.scenario.interventions import BY_ACTION, MOST_INTERVENTIONS, Intervention
from simcore.scenario.trace_book import TraceBook
from simcore.spec.annotations import Meaning
from simcore.spec.base import ComponentSpec, Line, Prose, Slug, Spec
from simcore.spec.defaults import filled_in
from simcore.spec.quantities import Fraction, Seconds, Whole

__all__ = ["BY_TYPE", "FORMAT", "LONGEST_RUN_S", "Scenario"]

FORMAT = "windtunnel.scenario/1"
LONGEST_RUN_S = 60 * 86_400.0
MOST_COMPONENTS = 100
DEFAULT_SEED = 4711
LARGEST_SEED = 2**53 - 1  # so that JavaScript reads it exactly

BY_TYPE = Discriminated("type", lambda: SPECS, (ComponentSpec,))

DECIDE_NOTHING = {"level", "knobs", "expect", "may_fail"}
"""Fields that change nothing of what is computed, and are in no result."""

QuotaKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]{0,79}$")]
QuotaValue = (
    bool
    | Annotated[float, Field(allow_inf_nan=False, ge=0, le=1e15)]
    | Annotated[str, StringConstraints(max_length=80)]
)


class Scenario(Spec):
    """One question, with all that is needed to simulate its answer.

    Fields hold what the document says, in base units (s, 1/s, MB, bytes, shares);
    `with_defaults` fills in the rest. Two scenarios are equal when they say the same.
    """

    format: Literal["windtunnel.scenario/1"]
    id: Annotated[Slug, Meaning("the name in addresses and on the command line")]
    title: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
        Meaning("the question, up to 120 characters"),
    ]
    summary: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=300),
        Meaning("the answer in one line"),
    ] = ""
    description: Annotated[Prose, Meaning("what to watch and what to try")] = ""
    topics: Annotated[tuple[Line, ...], Field(max_length=12), Meaning("words to find it by")] = ()
    minutes: Annotated[int, Whole(1, 240), Meaning("how long a person spends with it")] = 5
    level: Annotated[
        Literal["beginner", "intermediate", "advanced"],
        Meaning("how much of Lambda a person knows who understands the answer"),
    ] = "intermediate"
    seed: Annotated[int, Whole(0, LARGEST_SEED), Meaning("of all random streams")] = DEFAULT_SEED
    profile: Annotated[Slug, Meaning("the vintage of AWS's quotas")] = "aws-2026"
    region: Annotated[Slug, Meaning("some quotas differ between Regions")] = "us-east-1"
    free_tier: Annotated[
        bool, Meaning("whether the cost of a month is without what AWS's free tier covers")
    ] = False
    duration: Annotated[float, Seconds(1, LONGEST_RUN_S), Meaning("simulated time")]
    quotas: Annotated[
        dict[QuotaKey, QuotaValue],
        Field(max_length=100),
        Meaning("rows of the profile overridden, key to value"),
    ] = Field(default_factory=dict)
    components: Annotated[
        dict[Slug, Annotated[ComponentSpec, BY_TYPE]],
        Field(min_length=1, max_length=MOST_COMPONENTS),
        Meaning("id to component; `type` says which of the below"),
    ]

    knobs: Annotated[
        tuple[KnobOfInterest, ...],
        Field(max_length=MOST_OF_INTEREST),
        Meaning("the few that the question is about: first and large in the lab"),
    ] = ()

    interventions: Annotated[
        tuple[Annotated[Intervention, BY_ACTION], ...],
        Field(max_length=MOST_INTERVENTIONS),
        Meaning("what is done during the run, each `at` a time; `action` says what"),
    ] = ()

    expect: Annotated[
        Expect, Meaning("goals: what is measured to what it is to be, by component or of the run")
    ] = Field(default_factory=dict)
    may_fail: Annotated[
        float, Fraction(0, 1), Meaning("in which share of the seeds tested a goal may fail")
    ] = 0.0

    _traces: TraceBook = PrivateAttr(default_factory=TraceBook)

    @property
    def traces(self) -> TraceBook:
        """The recorded traces that clients replay, by component id."""
        return self._traces

    @property
    def goals(self) -> tuple[Goal, ...]:
        """What is expected of a run, goal by goal in the document's order."""
        return goals_of(self.expect)

    def with_interventions(self, interventions: tuple[Intervention, ...]) -> Self:
        """The same scenario, with these and no others."""
        return self.model_copy(update={"interventions": interventions})

    def with_traces(self, traces: TraceBook) -> Self:
        """The same scenario, holding these traces."""
        copy = self.model_copy()
        copy._traces = traces
        return copy

    def quota_profile(self) -> Profile:
        """The quota profile with this scenario's overrides; raises `QuotaError`."""
        profile = load_profile(self.profile)
        for key in sorted(self.quotas):
            profile = profile.override(key, self.quotas[key])
        return profile

    def completed(self) -> dict[str, ComponentSpec]:
        """The components in their order, each with what the others imply of it."""
        graph = Graph(self.components)
        whole: dict[str, ComponentSpec] = {}
        for id, component in self.components.items():
            complete = TYPES[component.type].completed
            whole[id] = complete(id, component, graph) if complete else component
        return whole

    def with_defaults(self) -> Self:
        """The same scenario with every default filled in, components in order of their ids."""
        profile, traces = self.quota_profile(), self.traces
        components: dict[str, ComponentSpec] = {}
        for id, whole in sorted(self.completed().items()):
            sha256 = traces[id].sha256 if id in traces else None
            components[id] = filled_in(whole, profile, self.region, sha256)
        return self.model_copy(update={"components": components})

    def resolved(self) -> dict[str, Any]:
        """Plain data: every default filled in, base units, keys in a fixed order.

        Loading it gives `with_defaults()`, whatever the file looked like, but for the knobs of
        interest and the goals: they decide nothing of what a run gives.
        """
        return self.with_defaults().model_dump(mode="json", exclude=DECIDE_NOTHING)

    def document(self) -> dict[str, Any]:
        """Plain data: only what was said, in base units."""
        return self.model_dump(mode="json", exclude_unset=True)
