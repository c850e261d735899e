"""Parts of an API: throttles, usage plans, authorizers, the cache, the canary, connections."""

from typing import Annotated, Literal

from pydantic import Field

from simcore.spec.annotations import FromProfile, Knob, Meaning, Refers, WithinProfile
from simcore.spec.base import Slug, Spec
from simcore.spec.quantities import Fraction, PerSecond, Seconds, Whole

__all__ = [
    "Canary",
    "Jwt",
    "LambdaAuthorizer",
    "MethodThrottle",
    "PlanQuota",
    "ResponseCache",
    "Throttle",
    "UsagePlan",
    "is_empty",
]

FASTEST, MOST = 1e6, 1_000_000


def is_empty(value: object) -> bool:
    """Whether a field says nothing."""
    return not value


Rate = Annotated[
    float,
    PerSecond(0.01, FASTEST),
    Knob("Rate", "tokens a second", "Concurrency", "rateLimit", low=1, high=10_000, step=1),
]
Burst = Annotated[
    int,
    Whole(1, MOST),
    Knob("Burst", "requests at once", "Concurrency", "burstLimit", low=1, high=5_000, step=1),
]


class Throttle(Spec):
    """A token bucket: `rate` a second, `burst` at once."""

    rate: Rate
    burst: Burst


class MethodThrottle(Throttle):
    """The token bucket of one method."""

    method: Annotated[Literal["GET", "POST"], Meaning("of which requests")]


class PlanQuota(Spec):
    """How many requests an API key may make in a period."""

    limit: Annotated[
        int,
        Whole(1, 1_000_000_000),
        Knob("Quota", "requests a period", "Concurrency", "limit", low=1, high=1_000_000, step=1),
    ]
    period: Annotated[
        Literal["DAY", "WEEK", "MONTH"], Meaning("a month has 30 days; the first begins at once")
    ] = "DAY"
    offset: Annotated[
        int, Whole(0, 1_000_000_000), Meaning("requests that the first period is short of")
    ] = 0


class UsagePlan(Spec):
    """What each of its API keys may do; without a rate or a quota, anything."""

    api_keys: Annotated[
        int,
        Whole(1, 10_000),
        Meaning("how many keys; callers are numbered from 0 on, plan after plan"),
    ] = 1
    throttle: Annotated[Throttle | None, Field(exclude_if=is_empty), Meaning("of each key")] = None
    quota: Annotated[PlanQuota | None, Field(exclude_if=is_empty), Meaning("of each key")] = None


Unidentified = Annotated[
    float,
    Fraction(0, 1),
    Knob(
        "Without a token",
        "share of requests that have none: 401, and the authorizer is not asked",
        "Failure",
        low=0,
        high=1,
        step=0.01,
    ),
]
Denied = Annotated[
    float,
    Fraction(0, 1),
    Knob(
        "Denied", "share of the tokens that are not accepted", "Failure", low=0, high=1, step=0.01
    ),
]


class LambdaAuthorizer(Spec):
    """A function that is asked whether a request may go on."""

    function: Annotated[
        Slug,
        Meaning("the id of the authorizer's function"),
        Refers(("function",), "invoke", passes_on="some"),
    ]
    ttl: Annotated[
        float | None,
        Seconds(0, 86_400),
        WithinProfile(None, "apigateway.authorizer_ttl_max_s"),
        Knob(
            "Authorizer cache",
            "how long an answer is kept for the same token; 0 keeps none",
            "Function",
            "authorizerResultTtlInSeconds",
            low=0,
            high=3_600,
            step=1,
        ),
    ] = None
    unidentified: Unidentified = 0.0
    denied: Denied = 0.0


class Jwt(Spec):
    """An authorizer that reads JSON web tokens, and invokes nothing."""

    unidentified: Unidentified = 0.0
    denied: Denied = 0.0


CacheSize = Literal["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"]


class ResponseCache(Spec):
    """Keeps responses to GET requests."""

    ttl: Annotated[
        float | None,
        Seconds(0, 86_400),
        FromProfile("apigateway.cache_ttl_default_s"),
        WithinProfile(None, "apigateway.cache_ttl_max_s"),
        Knob(
            "Cache TTL",
            "how long a response is kept",
            "Function",
            "cacheTtlInSeconds",
            low=0,
            high=3_600,
            step=1,
        ),
    ] = None
    size: Annotated[
        CacheSize,
        Knob("Cache size, GB", "its price an hour follows", "Function", "cacheClusterSize"),
    ] = "0.5"


class Canary(Spec):
    """Another function that has a share of the requests."""

    function: Annotated[
        Slug,
        Meaning("the id of the function"),
        Refers(("function",), "invoke", passes_on="each", unchanged=True),
    ]
    share: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Canary share",
            "share of the requests that go to the canary",
            "Load",
            "percentTraffic",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 0.1
    use_stage_cache: Annotated[
        bool, Meaning("whether it uses the stage's cache instead of one of its own")
    ] = False

    def passing(self, field: str) -> float:
        """Its share."""
        return self.share


class Sampling(Spec):
    """An X-Ray sampling rule."""

    reservoir: Annotated[
        int | None,
        Whole(0, 10_000),
        FromProfile("xray.default_reservoir"),
        Knob(
            "Traced first",
            "so many requests of each second are traced, and a share of the others",
            "Function",
            "reservoir_size",
            low=0,
            high=100,
            step=1,
        ),
    ] = None
    rate: Annotated[
        float | None,
        Fraction(0, 1),
        FromProfile("xray.default_rate"),
        Knob(
            "Traced of the others",
            "share of the other requests that are traced",
            "Function",
            "fixed_rate",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = None
