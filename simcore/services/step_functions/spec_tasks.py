"""What a scenario says of the tasks of a state machine: whom they ask, and what comes back."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from simcore.spec.annotations import Assumed, Knob, Meaning, Refers, WithinProfile
from simcore.spec.base import Slug, Spec
from simcore.spec.distributions import DurationDistribution
from simcore.spec.quantities import Fraction, Seconds, Whole

__all__ = [
    "Activity",
    "Answer",
    "ErrorName",
    "ReaderItems",
    "StateName",
    "TaskError",
    "TaskWork",
]

LONGEST_S = 366 * 86_400.0
MOST_ERRORS, MOST_ATTEMPTS, MOST_WORKERS, MOST_ITEMS = 20, 100, 10_000, 1_000_000


def _without_dots(name: str) -> str:
    """Paths of knobs are written with dots; raises `PydanticCustomError`."""
    if "." in name:
        raise PydanticCustomError(
            "name", "a name with a dot has no place here, where dots divide paths: rename the state"
        )
    return name


StateName = Annotated[
    str, StringConstraints(min_length=1, max_length=80), AfterValidator(_without_dots)
]
ErrorName = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Cause = Annotated[str, StringConstraints(max_length=1_024)]
Condition = Annotated[str, StringConstraints(pattern=r"^\{%[\s\S]*%\}$", max_length=1_000)]


class TaskError(Spec):
    """An error in which attempts end instead of a result: some of them, or all."""

    error: Annotated[ErrorName, Meaning("its name, as Retry and Catch match it")]
    cause: Annotated[Cause, Meaning("its text")] = ""
    share: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Error share", "of the attempts that it goes for", "Failure", low=0, high=1, step=0.01
        ),
    ] = 1.0
    attempts: Annotated[
        tuple[Annotated[int, Whole(0, MOST_ATTEMPTS)], ...] | None,
        Field(max_length=MOST_ATTEMPTS),
        Meaning("only of these, from 0: `[0, 1]` are the first two; else of any"),
    ] = None
    when: Annotated[
        Condition | None,
        Meaning("only where this holds of the task's `$input`: JSONata, in `{% %}`"),
    ] = None


class Answer(Spec):
    """Whoever got a task token: when SendTaskSuccess comes, or SendTaskFailure, or nothing."""

    after: Annotated[
        DurationDistribution,
        Knob(
            "Answer after",
            "from the task token to SendTaskSuccess",
            "Load",
            low=0.1,
            high=86_400,
            step=0.1,
            scale="log",
        ),
    ] = DurationDistribution(constant=1.0)
    never: Annotated[
        float,
        Fraction(0, 1),
        Knob("Never answered", "share of the tokens", "Failure", low=0, high=1, step=0.01),
    ] = 0.0
    heartbeat: Annotated[
        float | None,
        Seconds(0.1, LONGEST_S),
        Knob(
            "Heartbeat",
            "SendTaskHeartbeat comes so often until the answer; never of those never answered",
            "Load",
            low=1,
            high=3_600,
            step=1,
            scale="log",
        ),
    ] = None


class TaskWork(Spec):
    """One task: the component that does its work, or a mock, and what comes of it."""

    target: Annotated[
        Slug | None,
        Meaning(
            "the id of the component that it asks; else by the definition, else nobody: a mock"
        ),
        Refers(("function", "calls", "events"), "send", passes_on="some"),
    ] = None
    result: Annotated[
        Any,
        Meaning("what the function or the mock returns; `{% %}` is JSONata over `$input`"),
    ] = None
    errors: Annotated[
        tuple[TaskError, ...],
        Field(max_length=MOST_ERRORS),
        Meaning("errors that attempts end in: the first that applies"),
    ] = ()
    duration: Annotated[
        DurationDistribution | None,
        Assumed("AWS publishes no latency of its calls within a task"),
        Knob(
            "Duration",
            "of a mock, or of the call to a service that is no function",
            "Load",
            low=0.001,
            high=900,
            step=0.001,
            scale="log",
        ),
    ] = None
    function_error: Annotated[
        ErrorName, Meaning("the error's name where the function fails: its `errorType`")
    ] = "Exception"
    answer: Annotated[Answer | None, Meaning("of `.waitForTaskToken`: who answers, and when")] = (
        None
    )


class ReaderItems(Spec):
    """What the ItemReader of a Distributed Map finds."""

    count: Annotated[
        int,
        Whole(0, MOST_ITEMS),
        Knob("Items", "that the reader finds", "Load", low=1, high=100_000, step=1, scale="log"),
    ]
    item: Annotated[Any, Meaning("each of them; `{% %}` is JSONata over `$index`, from 0 on")] = (
        Field(default_factory=dict)
    )


class Activity(Spec):
    """Workers outside AWS that poll an activity for tasks (GetActivityTask), and do them."""

    workers: Annotated[
        int,
        Whole(0, MOST_WORKERS),
        WithinProfile(high="stepfunctions.activity_pollers_max"),
        Knob(
            "Workers", "each polls, works, and polls again", "Concurrency", low=0, high=200, step=1
        ),
    ] = 1
    duration: Annotated[
        DurationDistribution,
        Knob(
            "Work",
            "of one task",
            "Load",
            low=0.01,
            high=3_600,
            step=0.01,
            scale="log",
        ),
    ] = DurationDistribution(constant=1.0)
    result: Annotated[
        Any, Meaning("what SendTaskSuccess says; `{% %}` is JSONata over `$input`")
    ] = None
    errors: Annotated[
        tuple[TaskError, ...],
        Field(max_length=MOST_ERRORS),
        Meaning("errors that SendTaskFailure says: the first that applies"),
    ] = ()
    lost: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Lost tasks",
            "share of the tasks whose worker dies over them: no answer, no heartbeat",
            "Failure",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 0.0
    heartbeat: Annotated[
        float | None,
        Seconds(0.1, LONGEST_S),
        Knob(
            "Heartbeat",
            "workers send SendTaskHeartbeat so often",
            "Load",
            low=1,
            high=3_600,
            step=1,
            scale="log",
        ),
    ] = None
