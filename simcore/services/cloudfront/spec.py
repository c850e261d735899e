"""A CloudFront distribution."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from simcore.services.cloudfront.spec_parts import LARGEST_BYTES, LONGEST_S, ROOM, Behavior, Origin
from simcore.spec.annotations import Assumed, FromProfile, Knob, Meaning
from simcore.spec.base import Answers, ComponentSpec
from simcore.spec.quantities import Bytes, Seconds, Whole

__all__ = ["Distribution"]

MOST = 25


class Distribution(ComponentSpec):
    """Answers viewers from its caches, and asks its origins for what is not there."""

    answers: ClassVar[Answers] = "http"

    type: Literal["distribution"]
    origins: Annotated[
        tuple[Origin, ...],
        Field(min_length=1, max_length=MOST),
        Meaning("where it gets what it does not have"),
    ]
    behaviors: Annotated[
        tuple[Behavior, ...],
        Field(min_length=1, max_length=MOST),
        Meaning("the first that matches is taken; the last is the default"),
    ]
    edge_locations: Annotated[
        int,
        Whole(1, 700),
        Assumed("one: viewers near one another"),
        Knob("Edge locations", "each with a cache of its own; viewers are spread evenly", "Load",
             low=1, high=50, step=1),
    ] = 1  # fmt: skip
    regional_edge_caches: Annotated[
        int,
        Whole(0, 20),
        Assumed("none: what one location does not have, the origin is asked for"),
        Knob("Regional edge caches", "between edge locations and origins", "Load",
             low=0, high=13, step=1),
    ] = 0  # fmt: skip
    origin_shield: Annotated[
        bool, Knob("Origin Shield", "one more cache, which all misses go through", "Load")
    ] = False
    error_caching_minimum_ttl: Annotated[
        float | None,
        Seconds(0, LONGEST_S),
        FromProfile(f"{ROOM}error_caching_ttl_s"),
        Knob("Error caching", "errors of the origin are kept for so long", "Failure",
             "ErrorCachingMinTTL", low=0, high=300, step=1, scale="linear"),
    ] = None  # fmt: skip
    response_size: Annotated[
        int,
        Bytes(0, LARGEST_BYTES),
        Assumed("a small picture"),
        Meaning("of a response below 400, for what is downloaded and charged"),
    ] = 51_200
