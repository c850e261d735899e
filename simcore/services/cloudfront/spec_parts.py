"""Parts of a distribution: origins, cache behaviors, functions at the edge."""

from typing import Annotated, Literal

from pydantic import Field

from simcore.spec.annotations import Assumed, FromProfile, Knob, Meaning, Refers, WithinProfile
from simcore.spec.base import Line, Slug, Spec
from simcore.spec.distributions import DurationDistribution
from simcore.spec.quantities import Bytes, Fraction, Seconds, Whole

__all__ = ["Behavior", "CacheTimes", "Failover", "Origin", "Resources", "Trigger"]

ROOM = "cloudfront."
LARGEST_BYTES = 30 * 1024**3
LONGEST_S = 10 * 366 * 86_400.0
MOST_RESOURCES = 1_000_000
FailoverCode = Literal[400, 403, 404, 416, 429, 500, 502, 503, 504]


class Origin(Spec):
    """Where requests go that no cache answers: another component, or a server with times of its
    own."""

    name: Annotated[Slug, Meaning("what behaviors call it")]
    target: Annotated[
        Slug | None,
        Meaning("the id of what answers requests; a function stands for its function URL"),
        Refers(("calls", "function", "api", "function_url"), "invoke", passes_on="some"),
    ] = None
    latency: Annotated[
        DurationDistribution | None,
        Knob("Origin latency", "until the first byte of a server outside", "Load",
             low=0.001, high=60, step=0.001, scale="log"),
    ] = None  # fmt: skip
    error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob("Origin errors", "share of the requests that the server answers with an error",
             "Failure", low=0, high=1, step=0.01),
    ] = 0.0  # fmt: skip
    error_status: Annotated[int, Whole(400, 599), Meaning("the status of these")] = 500
    unreachable_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob("Origin unreachable", "share of the connections that nobody answers", "Failure",
             low=0, high=1, step=0.01),
    ] = 0.0  # fmt: skip
    connection_attempts: Annotated[
        int | None,
        Whole(1, 3),
        FromProfile(f"{ROOM}connection_attempts_default"),
        Knob("Connection attempts", "how often it is tried", "Failure", "ConnectionAttempts",
             low=1, high=3, step=1),
    ] = None  # fmt: skip
    connection_timeout: Annotated[
        float | None,
        Seconds(0.001, 3_600),
        FromProfile(f"{ROOM}connection_timeout_default_s"),
        WithinProfile(f"{ROOM}connection_timeout_min_s", f"{ROOM}connection_timeout_max_s"),
        Knob("Connection timeout", "how long an attempt to connect waits", "Failure",
             "ConnectionTimeout", low=1, high=10, step=1, scale="linear"),
    ] = None  # fmt: skip
    response_timeout: Annotated[
        float | None,
        Seconds(0.001, 3_600),
        FromProfile(f"{ROOM}response_timeout_default_s"),
        WithinProfile(f"{ROOM}response_timeout_min_s", f"{ROOM}response_timeout_max_s"),
        Knob("Response timeout", "how long CloudFront waits for the first byte", "Failure",
             "OriginReadTimeout", low=1, high=120, step=1),
    ] = None  # fmt: skip


class Trigger(Spec):
    """A function at one of the four points of a behavior: of Lambda@Edge, or of CloudFront."""

    function: Annotated[
        Slug,
        Meaning("the id of a function (Lambda@Edge) or of a CloudFront function"),
        Refers(
            ("function", "cloudfront_function"),
            "invoke",
            passes_on="some",
            priced="price.lambda_edge.",
        ),
    ]
    version: Annotated[
        Line, Meaning("of Lambda@Edge: a numbered version, as neither $LATEST nor an alias will do")
    ] = "1"
    responds: Annotated[
        float,
        Fraction(0, 1),
        Knob("Answered at the edge", "share of the requests that the function answers itself",
             "Function", low=0, high=1, step=0.01),
    ] = 0.0  # fmt: skip
    response_size: Annotated[
        int,
        Bytes(1, 6 * 1024**2),
        Assumed("a redirect, or a short message"),
        Meaning("of these answers, headers included"),
    ] = 1_024
    invalid_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob("Invalid responses", "share of the runs that return what CloudFront does not take",
             "Failure", low=0, high=1, step=0.001),
    ] = 0.0  # fmt: skip


class Resources(Spec):
    """A stretch of the numbers of what is asked for: as a path pattern, `/images/*` say."""

    first: Annotated[int, Whole(0, MOST_RESOURCES - 1), Meaning("the lowest number")]
    last: Annotated[int, Whole(0, MOST_RESOURCES - 1), Meaning("the highest number")]


class Failover(Spec):
    """An origin group: who is asked when the origin fails, for GET only."""

    origin: Annotated[Slug, Meaning("the name of the second origin")]
    status_codes: Annotated[
        tuple[FailoverCode, ...],
        Field(min_length=1),
        Meaning("which answers count: 503 is also a failed connection, 504 also no answer in time"),
    ]


class CacheTimes(Spec):
    """How long responses are kept, where the origin does not say; and within which bounds."""

    minimum: Annotated[float | None, Seconds(0, LONGEST_S), FromProfile(f"{ROOM}min_ttl_s"),
                       Knob("Minimum TTL", "kept for so long at least", "Load", "MinTTL",
                            low=0, high=86_400, step=1)] = None  # fmt: skip
    default: Annotated[float | None, Seconds(0, LONGEST_S), FromProfile(f"{ROOM}default_ttl_s"),
                       Knob("Default TTL", "kept for so long where the origin says nothing", "Load",
                            "DefaultTTL", low=0, high=86_400, step=1)] = None  # fmt: skip
    maximum: Annotated[float | None, Seconds(0, LONGEST_S), FromProfile(f"{ROOM}max_ttl_s"),
                       Knob("Maximum TTL", "kept for so long at most", "Load", "MaxTTL",
                            low=0, high=86_400, step=1)] = None  # fmt: skip
    max_age: Annotated[float | None, Seconds(0, LONGEST_S),
                       Knob("max-age", "what the origin says in Cache-Control", "Load",
                            "Cache-Control: max-age", low=0, high=86_400, step=1)
                       ] = None  # fmt: skip


class Behavior(Spec):
    """What is done with requests whose path matches."""

    origin: Annotated[Slug, Meaning("the name of the origin")]
    resources: Annotated[
        Resources | None,
        Meaning("which resources it is for, by their numbers; the last behavior takes the rest"),
    ] = None
    failover: Annotated[Failover | None, Meaning("a second origin, for when the first fails")] = (
        None
    )
    cache_policy: Annotated[
        Literal["CachingOptimized", "CachingDisabled"],
        Knob("Cache policy", "CachingDisabled: every request goes to the origin, none waits for "
             "another", "Load", "CachePolicy"),
    ] = "CachingOptimized"  # fmt: skip
    ttl: Annotated[CacheTimes, Meaning("how long responses are kept")] = CacheTimes()
    viewer_request: Annotated[
        Trigger | None, Meaning("runs for every request, before the cache is looked at")
    ] = None
    origin_request: Annotated[
        Trigger | None, Meaning("runs for a request on its way to the origin: for a miss")
    ] = None
    origin_response: Annotated[
        Trigger | None, Meaning("runs for an answer of the origin, before it is kept")
    ] = None
    viewer_response: Annotated[
        Trigger | None, Meaning("runs for every answer below 400, from the cache or not")
    ] = None
