"""What holds for an API: plain numbers, times in seconds, sizes in bytes."""

from __future__ import annotations

from simcore.engine.distributions import Distribution
from simcore.frozen import frozen
from simcore.roles.streamed import StreamLimit


@frozen
class Rate:
    """A token bucket: so many a second, and at most ``burst`` at once."""

    per_s: float
    burst: float


@frozen
class PlanQuota:
    """So many requests a period, of which ``offset`` are used up when the first one begins."""

    limit: int
    period_s: float
    offset: int = 0


@frozen
class UsagePlan:
    """What each of its API keys may do; the callers of a lower number are in the plans before."""

    api_keys: int
    rate: Rate | None = None
    quota: PlanQuota | None = None


@frozen
class Throttling:
    """Who may refuse: usage plans, methods by name, and the stage."""

    usage_plans: tuple[UsagePlan, ...] = ()
    methods: tuple[tuple[str, Rate], ...] = ()
    stage: Rate | None = None


@frozen
class AuthorizerSettings:
    """A Lambda authorizer (with ``invokes``), or one of JSON web tokens.

    ``unidentified`` is the share of requests without a token, ``denied`` that of tokens which are
    not accepted.
    """

    invokes: bool
    ttl_s: float
    timeout_s: float
    unidentified: float
    denied: float


@frozen
class CacheSettings:
    """The response cache of a stage."""

    ttl_s: float
    capacity_bytes: float
    item_max_bytes: int


@frozen
class StreamSettings:
    """A streamed response: when its first byte comes, how long it may be silent, how fast it is."""

    limit: StreamLimit
    idle_timeout_s: float
    first_byte: Distribution | None = None


@frozen
class ApiSettings:
    """A REST or an HTTP API.

    ``is_rest`` says which; ``overhead`` is the latency that it adds; ``canary`` the share of the
    requests that go to the canary, None where there is none, ``shares_cache`` whether these use the
    stage's cache; ``rejected`` the status where the integration does not take a call.
    """

    is_rest: bool
    timeout_s: float
    overhead: Distribution
    payload_max_bytes: int
    function_payload_max_bytes: int
    metered_bytes: int
    response_bytes: int
    throttling: Throttling = Throttling()
    invalid: float = 0.0
    authorizer: AuthorizerSettings | None = None
    cache: CacheSettings | None = None
    canary: float | None = None
    shares_cache: bool = False
    stream: StreamSettings | None = None
    rejected: int = 500
    is_traced: bool = False

    @property
    def timed_out(self) -> int:
        """The status when the integration timeout is over."""
        return 504 if self.is_rest else 503

    @property
    def response_fits(self) -> bool:
        """Does Lambda hand over what the function answers? A stream has no such limit."""
        return self.stream is not None or self.response_bytes <= self.function_payload_max_bytes
