"""An API of API Gateway: REST, HTTP or WebSocket."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from simcore.quotas import Profile
from simcore.services.api_gateway.spec_parts import (
    Canary,
    Jwt,
    LambdaAuthorizer,
    MethodThrottle,
    ResponseCache,
    Sampling,
    Throttle,
    UsagePlan,
    is_empty,
)
from simcore.services.api_gateway.websocket.spec import Connections
from simcore.spec.annotations import Assumed, Knob, Meaning, Needs, Refers, WithinProfile
from simcore.spec.base import Answers, ComponentSpec, Slug
from simcore.spec.distributions import DurationDistribution
from simcore.spec.quantities import Bytes, Fraction, Seconds

__all__ = ["API", "Api"]

API = "apigateway."
MOST_PARTS = 20
LARGEST_BYTES = 200 * 1024**2
ONLY = {
    "usage_plans": ("REST",),
    "methods": ("REST", "HTTP"),
    "cache": ("REST",),
    "canary": ("REST",),
    "tracing": ("REST",),
    "jwt": ("HTTP",),
    "invalid_requests": ("REST",),
    "response_transfer_mode": ("REST",),
    "first_byte": ("REST",),
    "connections": ("WEBSOCKET",),
}
"""Fields that not every kind of API has."""


class Api(ComponentSpec):
    """Stands between clients and a function: limits, authorizes, caches, waits, and answers."""

    answers: ClassVar[Answers] = "http"

    type: Literal["api"]
    protocol: Annotated[
        Literal["REST", "HTTP", "WEBSOCKET"],
        Meaning("a REST API, an HTTP API or a WebSocket API"),
    ] = "REST"
    endpoint: Annotated[
        Literal["REGIONAL", "EDGE", "PRIVATE"],
        Meaning("of a REST API: where it is reached, and so how long it may wait"),
    ] = "REGIONAL"
    integration: Annotated[
        Slug,
        Meaning("the id of the function that answers"),
        Refers(("function", "calls"), "invoke", passes_on="each", unchanged=True),
    ]
    integration_timeout: Annotated[
        float | None,
        Seconds(0.001, 3_600),
        WithinProfile(
            "apigateway.integration_timeout_min_s", "apigateway.integration_timeout_max_s"
        ),
        Knob(
            "Integration timeout",
            "the client is told 504 (HTTP: 503) after this; the function runs on",
            "Function",
            "TimeoutInMillis",
            low=0.05,
            high=300,
            step=0.05,
            scale="log",
        ),
    ] = None
    throttle: Annotated[
        Throttle | None,
        Field(exclude_if=is_empty),
        Meaning("of the stage, for all methods without one of their own; else only the account's"),
    ] = None
    methods: Annotated[
        tuple[MethodThrottle, ...],
        Field(max_length=MOST_PARTS, exclude_if=is_empty),
        Meaning("throttles of single methods, instead of the stage's"),
    ] = ()
    usage_plans: Annotated[
        tuple[UsagePlan, ...],
        Field(max_length=MOST_PARTS, exclude_if=is_empty),
        Meaning("with any, a request needs an API key: callers are numbered through the plans"),
    ] = ()
    authorizer: Annotated[
        LambdaAuthorizer | None,
        Field(exclude_if=is_empty),
        Meaning("a Lambda authorizer; of a WebSocket API, for new connections"),
    ] = None
    jwt: Annotated[
        Jwt | None,
        Field(exclude_if=is_empty),
        Meaning("an authorizer of JSON web tokens, of an HTTP API"),
    ] = None
    invalid_requests: Annotated[
        float,
        Fraction(0, 1),
        Knob(
            "Invalid requests",
            "share of requests that request validation answers with 400",
            "Failure",
            low=0,
            high=1,
            step=0.01,
        ),
    ] = 0.0
    cache: Annotated[
        ResponseCache | None,
        Field(exclude_if=is_empty),
        Meaning("the response cache of a REST API's stage"),
    ] = None
    canary: Annotated[
        Canary | None,
        Field(exclude_if=is_empty),
        Meaning("a canary release of a REST API: a share of the requests goes elsewhere"),
    ] = None
    response_size: Annotated[
        int,
        Bytes(0, LARGEST_BYTES),
        Assumed("a small JSON document"),
        Knob(
            "Response size",
            "of each response of the function",
            "Function",
            low=1_024,
            high=209_715_200,
            step=1_024,
            scale="log",
        ),
    ] = 1_024
    response_transfer_mode: Annotated[
        Literal["BUFFERED", "STREAM"],
        Meaning("of a REST API: whether responses are streamed"),
    ] = "BUFFERED"
    first_byte: Annotated[
        DurationDistribution | None,
        Needs("apigateway.stream_timeout_max_s"),
        Field(exclude_if=is_empty),
        Knob(
            "First byte",
            "of a stream: from the invocation to its first byte; else when the function ends",
            "Function",
            low=0.001,
            high=60,
            step=0.001,
            scale="log",
        ),
    ] = None
    overhead: Annotated[
        DurationDistribution | None,
        Assumed("AWS publishes no number"),
        Knob(
            "Overhead",
            "the latency that the API adds",
            "Function",
            low=0.001,
            high=1,
            step=0.001,
            scale="log",
        ),
    ] = None

    tracing: Annotated[
        Sampling | None,
        Field(exclude_if=is_empty),
        Meaning("active tracing of a REST API with X-Ray: by its sampling rule"),
    ] = None
    connections: Annotated[
        Connections | None,
        Field(exclude_if=is_empty),
        Meaning("of a WebSocket API: how long clients stay, and how often they send"),
    ] = None

    def sets_trace_header(self) -> bool:
        """With tracing of its own."""
        return self.tracing is not None

    @property
    def is_streamed(self) -> bool:
        """Whether its responses are streamed."""
        return self.response_transfer_mode == "STREAM"

    def derived(self, profile: Profile, region: str) -> Self:
        """With what follows from its protocol: timeout, overhead, how long answers are kept."""
        update: dict[str, Any] = {}
        if self.integration_timeout is None:
            update["integration_timeout"] = float(profile.value(self._timeout_row(profile), region))
        if self.overhead is None:
            row = "rest_overhead_s" if self.protocol == "REST" else "http_overhead_s"
            seconds = float(profile.value(API + row, region))
            update["overhead"] = DurationDistribution(constant=seconds)
        if self.authorizer is not None and self.authorizer.ttl is None:
            kind = "http_" if self.protocol == "HTTP" else ""
            ttl = float(profile.value(f"{API}{kind}authorizer_ttl_default_s", region))
            update["authorizer"] = self.authorizer.model_copy(update={"ttl": ttl})
        if self.protocol == "WEBSOCKET" and self.connections is None:
            update["connections"] = Connections()
        return self.model_copy(update=update)

    def _timeout_row(self, profile: Profile) -> str:
        """Whose value is the default."""
        if self.protocol == "HTTP":
            return API + "http_integration_timeout_max_s"
        streamed = self.is_streamed and profile.has(API + "stream_timeout_max_s")
        return API + ("stream_timeout_max_s" if streamed else "integration_timeout_max_s")

    def bounds(self, field: str, within: WithinProfile) -> WithinProfile:
        """How long it may wait depends on its kind."""
        if field != "integration_timeout":
            return within
        return WithinProfile(within.low, API + self.longest())

    def longest(self) -> str:
        """The row that bounds its integration timeout."""
        if self.protocol == "HTTP":
            return "http_integration_timeout_max_s"
        if self.is_streamed:
            return "stream_timeout_max_s"
        raised = self.protocol == "REST" and self.endpoint != "EDGE"
        return "raised_integration_timeout_max_s" if raised else "integration_timeout_max_s"

    def passing(self, field: str) -> float:
        """What the canary has not taken goes to the integration."""
        return 1.0 - self.canary.share if self.canary and field == "integration" else 1.0
