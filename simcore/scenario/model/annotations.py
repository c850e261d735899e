"""What a field of the scenario says about itself, beside its type.

Written into `Annotated[...]`, read by everything that works over all fields: defaults, the
checks against the profile, and the knobs of the laboratory. A new field with a `Knob` is a new
knob; nothing else has to be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Assumed", "Choices", "FromProfile", "Knob", "Meaning", "Needs", "WithinProfile"]

Group = Literal["Load", "Function", "Concurrency", "Event source", "Queue", "Failure"]
Kind = Literal["number", "integer", "duration", "rate", "size", "percent", "choice", "toggle"]
Scale = Literal["linear", "log"]


@dataclass(frozen=True, slots=True)
class FromProfile:
    """Left out, the field has the value of this row of the quota profile."""

    key: str


@dataclass(frozen=True, slots=True)
class WithinProfile:
    """The field lies between these two rows of the profile; a row that is absent sets no bound."""

    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """The field may only be used where the profile has this row: AWS did not offer it before."""

    key: str


@dataclass(frozen=True, slots=True)
class Assumed:
    """AWS publishes no value; the default is ours, and `why` says where it comes from."""

    why: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What the laboratory offers for the field; the document may say other things, too."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line about a field that has no knob."""

    text: str


@dataclass(frozen=True, slots=True)
class Knob:
    """How the laboratory offers the field.

    `low`, `high` and `step` are what the slider shows, in base units (s, 1/s, MB, share); what
    may be typed is the field's own range. On a field inside a distribution, `label` is the part
    ("median") and the field that holds the distribution says the rest.
    """

    label: str
    meaning: str
    group: Group = "Load"
    aws_name: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    scale: Scale = "linear"
