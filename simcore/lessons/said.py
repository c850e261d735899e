"""What a lesson's file says, block by block, as it is written; see docs/reference/lesson-format.md.

Field by field: its meaning for people is in that page. Quantities and goals are read as those of a
scenario are.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from simcore.lessons.limits import (
    MOST_CLAIMS,
    MOST_KNOBS,
    MOST_OPTIONS,
    MOST_OVERRIDES,
    MOST_SOLUTIONS,
    MOST_TOPICS,
)
from simcore.scenario.goals import Expect
from simcore.scenario.model import LONGEST_RUN_S
from simcore.spec.base import Line, Prose, Slug, Spec
from simcore.spec.quantities import Seconds, Whole

__all__ = ["FORMAT", "Claims", "Front", "Option", "Predict", "RuleSaid", "StepSaid", "Task", "When"]

FORMAT = "windtunnel.lesson/1"

LAST, MOST_MINUTES, MOST_OF_ONE_KIND = 9_999, 240, 1_000

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Path = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Measured = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Values = Annotated[dict[Path, Any], Field(max_length=MOST_OVERRIDES)]
Moment = Annotated[float | None, Seconds(0, LONGEST_RUN_S)]
Day = Annotated[str, StringConstraints(max_length=10)]
Address = Annotated[str, StringConstraints(max_length=400)]


class Front(Spec):
    """What stands before the steps."""

    format: Literal["windtunnel.lesson/1"]
    title: Text
    order: Annotated[int, Whole(1, LAST)]
    topics: Annotated[tuple[Line, ...], Field(min_length=1, max_length=MOST_TOPICS)]
    minutes: Annotated[int, Whole(1, MOST_MINUTES)]
    summary: Sentence
    scenario: Word
    overrides: Values = Field(default_factory=dict)


class When(Spec):
    """Something that happens in the run: a flag, or what an insight begins with."""

    flag: Word | None = None
    insight: Word | None = None
    component: Word
    nth: Annotated[int, Whole(1, MOST_OF_ONE_KIND)] = 1

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.flag is None) == (self.insight is None):
            raise PydanticCustomError("either", "either flag or insight is expected")
        return self


class RuleSaid(Spec):
    """The rule behind it: in words with their source, or a row of a quota profile."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=400)] = ""
    source: Address | None = None
    date: Day | None = None
    quota: Word | None = None
    profile: Slug | None = None

    @model_validator(mode="before")
    @classmethod
    def _key_alone(cls, data: Any) -> Any:
        """`rule: quota.<key>` is short for `rule: {quota: <key>}`."""
        if isinstance(data, str):
            return {"quota": data.removeprefix("quota.")}
        return data

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        cited = self.source is not None and self.date is not None and bool(self.text)
        if (self.quota is None) != cited or (self.source is not None and self.quota is not None):
            told = "a rule has text, source and date, or it is that of a quota"
            raise PydanticCustomError("rule", "{told}", {"told": told})
        return self


class StepSaid(Spec):
    """Where in the run a step is, what it looks at, and which rule it is about."""

    id: Slug | None = None
    at: Moment = None
    when: When | None = None
    focus: Path | None = None
    rule: RuleSaid | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.at is not None and self.when is not None:
            raise PydanticCustomError("either", "either at or when is expected, not both")
        return self


class Option(Spec):
    """One of several answers: right where the measured number keeps to its bound."""

    says: Text
    bound: Annotated[str | int | float, Field(alias="is")]


class Predict(Spec):
    """A question before the reveal."""

    id: Slug | None = None
    kind: Literal["draw", "number", "choice"]
    question: Sentence
    measure: Measured
    t0: Annotated[float | None, Seconds(0, LONGEST_RUN_S), Field(alias="from")] = None
    t1: Annotated[float | None, Seconds(0, LONGEST_RUN_S), Field(alias="to")] = None
    options: Annotated[tuple[Option, ...], Field(max_length=MOST_OPTIONS)] = ()
    reveal: Annotated[Prose, Field(min_length=1)]

    @model_validator(mode="after")
    def _options_where_one_chooses(self) -> Self:
        if (self.kind == "choice") != (len(self.options) > 1):
            told = "a choice has two options or more, and nothing else has any"
            raise PydanticCustomError("options", "{told}", {"told": told})
        return self


class Claim(Spec):
    """A sentence, and the goals that hold when it is true."""

    says: Sentence
    expect: Annotated[Expect, Field(min_length=1)]


class Claims(Spec):
    """All claims of a step; in the file they are a list."""

    claims: Annotated[tuple[Claim, ...], Field(min_length=1, max_length=MOST_CLAIMS)]


class Task(Spec):
    """What the learner is to reach, by which knobs, and at least two ways to it."""

    says: Sentence
    hint: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""
    goals: Annotated[Expect, Field(min_length=1)]
    knobs: Annotated[tuple[Path, ...], Field(min_length=1, max_length=MOST_KNOBS)]
    solutions: Annotated[tuple[Values, ...], Field(min_length=2, max_length=MOST_SOLUTIONS)]
