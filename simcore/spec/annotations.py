"""What a field of the scenario says about itself, beside its type.

Written into `Annotated[...]`, read by everything that works over all fields: defaults, the
checks against the profile, and the knobs of the laboratory. A new field with a `Knob` is a new
knob; nothing else has to be told.
"""

from typing import Literal

from simcore.frozen import frozen

__all__ = [
    "Assumed",
    "Choices",
    "FromProfile",
    "Knob",
    "Meaning",
    "Needs",
    "Refers",
    "Silent",
    "WithinProfile",
]

Group = Literal["Load", "Function", "Concurrency", "Event source", "Queue", "Failure"]
Kind = Literal["number", "integer", "duration", "rate", "size", "percent", "choice", "toggle"]
Scale = Literal["linear", "log"]
Share = Literal["none", "some", "each"]


@frozen
class FromProfile:
    """Left out, the field has the value of this row of the quota profile."""

    key: str


@frozen
class WithinProfile:
    """The field lies between these two rows of the profile; a row that is absent sets no bound."""

    low: str | None = None
    high: str | None = None


@frozen
class Needs:
    """The field may only be used where the profile has this row: AWS did not offer it before."""

    key: str


@frozen
class Assumed:
    """AWS publishes no value; the default is ours, and `why` says where it comes from."""

    why: str


@frozen
class Choices:
    """What the laboratory offers for the field; the document may say other things, too."""

    values: tuple[str, ...]


@frozen
class Meaning:
    """One line about a field that has no knob."""

    text: str


@frozen
class Silent:
    """A field that came later: at its default, scenarios are as they were without it.

    A resolved document leaves it out then, so that runs stored before keep their names.
    """


@frozen
class Knob:
    """How the laboratory offers the field.

    `low`, `high` and `step` are what the slider shows, in base units (s, 1/s, MB, share); what
    may be typed is the field's own range. Without a `scale` it is logarithmic where the range
    spans decades; a moment of the run says that it is linear. On a field inside a distribution,
    `label` is the part ("median") and the field that holds the distribution says the rest.
    """

    label: str
    meaning: str
    group: Group = "Load"
    aws_name: str = ""
    low: float | None = None
    high: float | None = None
    step: float | None = None
    scale: Scale | None = None


@frozen
class Refers:
    """The field holds the id of another component, ids, or a spec whose `target` is one.

    `to` names the types that it may be of, or what it has to serve (`ComponentType.serves`), `edge`
    the kind of the line that is drawn (none where
    it is empty); with `back`, what flows comes from the other component. `passes_on` says how much
    of what comes to this component goes on to the other one by itself, and `unchanged` that it
    goes on as it is: as large, and as poisonous; `by_handler` that code sends it, once it has run,
    `in_handler` that it calls it while it runs.
    What is invoked this way costs what the rows `priced` of the profile say, where that is not what
    it costs elsewhere.
    """

    to: tuple[str, ...]
    edge: str = ""
    back: bool = False
    passes_on: Share = "none"
    unchanged: bool = False
    by_handler: bool = False
    in_handler: bool = False
    priced: str = ""
