"""A state machine of Step Functions, standard or express."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from simcore.services.step_functions.spec_tasks import Activity, ReaderItems, StateName, TaskWork
from simcore.spec.annotations import Assumed, Knob, Meaning, Refers, Silent
from simcore.spec.base import Answers, ComponentSpec, Slug
from simcore.spec.inlined import FileName, Inlined
from simcore.spec.permissions import Role
from simcore.spec.quantities import Fraction

__all__ = ["StateMachine"]

MOST_TASKS, MOST_SUBSTITUTIONS = 200, 100

Substitution = Annotated[str, StringConstraints(max_length=1_024)] | int | float | bool


class StateMachine(ComponentSpec):
    """Goes through the states of a definition (ASL), once for each execution that is started."""

    type: Literal["state_machine"]
    definition: Annotated[
        dict[str, Any] | FileName,
        Inlined("a definition in the Amazon States Language, JSON or YAML"),
        Meaning("in the Amazon States Language; or the name of a file beside the scenario"),
    ]
    substitutions: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,80}$")], Substitution],
        Field(max_length=MOST_SUBSTITUTIONS),
        Meaning("what stands for `${Name}` in the definition: ids of components, or values"),
    ] = Field(default_factory=dict)
    workflow: Annotated[
        Literal["standard", "express"],
        Meaning("exactly once, up to a year, by the transition; or up to 5 min, by the GB-second"),
    ] = "standard"
    input: Annotated[
        Any,
        Meaning(
            "the input of each execution; `{% %}` is JSONata over `$event`: content, key, number, "
            "poison, bytes"
        ),
    ] = Field(default_factory=dict)
    tasks: Annotated[
        dict[StateName, TaskWork],
        Field(max_length=MOST_TASKS),
        Meaning("Task states by name: whom they ask, and what comes back"),
    ] = Field(default_factory=dict)
    activities: Annotated[
        dict[StateName, Activity],
        Field(max_length=MOST_TASKS),
        Meaning("activities by name: the workers that poll them"),
    ] = Field(default_factory=dict)
    items: Annotated[
        dict[StateName, ReaderItems],
        Field(max_length=MOST_TASKS),
        Meaning("Distributed Map states with an ItemReader: what it finds"),
    ] = Field(default_factory=dict)
    status_changes: Annotated[
        Slug | None,
        Meaning("the id of the bus that gets `Step Functions Execution Status Change` events"),
        Refers(("bus",), "status", passes_on="some"),
    ] = None
    role: Annotated[
        Role | None,
        Silent(),
        Meaning("its execution role; where there is none, all that is needed is allowed"),
    ] = None
    runs_twice: Annotated[
        float,
        Fraction(0, 1),
        Assumed("AWS says at least once, and not how often it is more"),
        Knob(
            "Run twice",
            "share of the asynchronous executions of an express workflow that are run again",
            "Failure",
            low=0,
            high=0.2,
            step=0.001,
        ),
    ] = 0.0

    @property
    def is_express(self) -> bool:
        """Whether it is an express workflow."""
        return self.workflow == "express"

    @property
    def answers(self) -> Answers:  # type: ignore[override]
        """Of an express workflow the output; of a standard one only that it has begun."""
        return "invoke" if self.is_express else ""

    def edge_kind(self, said: str, to: ComponentSpec | None) -> str:
        """What answers is invoked; another machine is started; all others are sent to."""
        if said != "send" or to is None:
            return said
        if isinstance(to, StateMachine):
            return "start"
        return "invoke" if to.answers else said

    def offers(self, field: str) -> bool:
        """Only express workflows run anything twice."""
        return field != "runs_twice" or self.is_express
