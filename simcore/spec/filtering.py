"""What a mapping's filter lets through."""

from typing import Annotated

from pydantic import Field

from simcore.spec.annotations import Knob, Meaning
from simcore.spec.base import OneOf, Slug
from simcore.spec.quantities import Fraction

__all__ = ["FilterCriteria", "MessageClasses"]

MOST_CLASSES = 20

MessageClasses = Annotated[
    dict[Slug, Annotated[float, Fraction(0, 1)]],
    Field(max_length=MOST_CLASSES),
    Meaning("name to share of the messages; what filters can tell apart"),
]


class FilterCriteria(OneOf):
    """Which messages or records reach the function: a share of them, or classes of the source."""

    heading = "Filter criteria"
    plain = "matching"

    matching: Annotated[
        float | None,
        Fraction(0, 1),
        Knob("Matching", "share of messages that match the filter", low=0, high=1, step=0.01),
    ] = None
    classes: Annotated[
        tuple[Slug, ...] | None,
        Field(max_length=MOST_CLASSES),
        Meaning("the names of classes of the source's `message_classes`"),
    ] = None
