"""Keys of a client's messages, and which of them are poison."""

from typing import Annotated

from pydantic import Field

from simcore.spec.annotations import Assumed, Knob, Meaning
from simcore.spec.base import OneOf, Spec
from simcore.spec.quantities import Factor, Fraction, Whole

__all__ = ["Keys", "Poison", "UniformKeys", "ZipfKeys"]

MOST_KEYS = 1_000_000
STEEPEST = 10.0
MOST_LISTED = 1_000
MOST_MESSAGES = 20_000_000

Count = Annotated[
    int,
    Whole(1, MOST_KEYS),
    Knob("Keys", "how many different keys there are", low=1, high=1_000, step=1, scale="log"),
]
Key = Annotated[int, Whole(0, MOST_KEYS - 1)]
Number = Annotated[int, Whole(1, MOST_MESSAGES)]


class UniformKeys(Spec):
    """Every key is equally likely."""

    count: Count


class ZipfKeys(Spec):
    """The k-th key in proportion to 1 / k to the exponent: key 0 is the hottest."""

    count: Count
    exponent: Annotated[
        float,
        Factor(0, STEEPEST),
        Assumed("1: many natural populations are close to it"),
        Knob("Skew of keys", "0: all alike; 1: Zipf's law", low=0, high=3, step=0.05),
    ] = 1.0


class Keys(OneOf):
    """How keys (message groups, partition keys) are drawn."""

    heading = "Keys"

    uniform: UniformKeys | None = None
    zipf: ZipfKeys | None = None


class Poison(Spec):
    """Messages that make the handler fail whenever it gets them."""

    rate: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Poison messages",
            "share of messages that fail every time",
            "Failure",
            low=0,
            high=0.1,
            step=0.001,
        ),
    ] = 0.0
    keys: Annotated[
        tuple[Key, ...],
        Field(max_length=MOST_LISTED),
        Meaning("every message with one of these keys, counted from 0"),
    ] = ()
    messages: Annotated[
        tuple[Number, ...],
        Field(max_length=MOST_LISTED),
        Meaning("the messages with these numbers in the order of sending, counted from 1"),
    ] = ()
