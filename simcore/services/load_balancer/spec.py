"""An Application Load Balancer in front of Lambda functions."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from simcore.spec.annotations import Assumed, FromProfile, Knob, Meaning, Refers, WithinProfile
from simcore.spec.base import Answers, ComponentSpec, Slug, Spec
from simcore.spec.quantities import Bytes, Factor, Fraction, Seconds, Whole

__all__ = ["HealthChecks", "LoadBalancer", "TargetGroup"]

ROOM = "load_balancer."
MOST_GROUPS = 5
LARGEST_BYTES = 6 * 1024 * 1024
LONGEST_S = 86_400.0


class HealthChecks(Spec):
    """Requests of the balancer's own to the function: each is an invocation, and charged."""

    interval: Annotated[
        float | None,
        Seconds(1, LONGEST_S),
        FromProfile(f"{ROOM}health_check_interval_s"),
        WithinProfile(f"{ROOM}health_check_interval_min_s", f"{ROOM}health_check_interval_max_s"),
        Knob("Health check interval", "from one health check to the next", "Load",
             "HealthCheckIntervalSeconds", low=5, high=300, step=5),
    ] = None  # fmt: skip
    threshold: Annotated[
        int | None,
        Whole(2, 10),
        FromProfile(f"{ROOM}health_check_threshold"),
        Meaning("so many in a row that pass, or fail, make the target healthy, or unhealthy"),
    ] = None


class TargetGroup(Spec):
    """One function, which is invoked with a share of the requests."""

    function: Annotated[
        Slug, Meaning("the id of a function"), Refers(("function",), "invoke", passes_on="each")
    ]
    weight: Annotated[
        int,
        Whole(0, 999),
        Knob("Weight", "its share of the requests, beside the weights of the others", "Load",
             "Weight", low=0, high=100, step=1),
    ] = 1  # fmt: skip
    multi_value_headers: Annotated[
        bool,
        Meaning(
            "`lambda.multi_value_headers.enabled`: the event has lists of values; without it the "
            "last value of a header or a query string parameter wins"
        ),
    ] = False
    response_size: Annotated[
        int,
        Bytes(1, LARGEST_BYTES),
        Assumed("a page of HTML"),
        Knob("Response size", "of the JSON that the function answers with", "Function",
             low=1_024, high=LARGEST_BYTES, step=1_024, scale="log"),
    ] = 10_240  # fmt: skip
    malformed_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob("Malformed answers", "share of the answers that are not what the balancer expects",
             "Failure", "LambdaInvalidResponse", low=0, high=1, step=0.001),
    ] = 0.0  # fmt: skip
    health_checks: Annotated[
        HealthChecks | None, Meaning("left out, there are none, as AWS has it for functions")
    ] = None


class LoadBalancer(ComponentSpec):
    """Invokes functions with the HTTP requests that come to it, and answers with what they say."""

    answers: ClassVar[Answers] = "http"

    type: Literal["load_balancer"]
    target_groups: Annotated[
        tuple[TargetGroup, ...],
        Field(min_length=1, max_length=MOST_GROUPS),
        Meaning("each with one function; requests are shared out by their weights"),
    ]
    idle_timeout: Annotated[
        float | None,
        Seconds(1, LONGEST_S),
        FromProfile(f"{ROOM}idle_timeout_default_s"),
        WithinProfile(f"{ROOM}idle_timeout_min_s", f"{ROOM}idle_timeout_max_s"),
        Knob("Idle timeout", "the connection of a client that waits for longer is closed",
             "Failure", "idle_timeout.timeout_seconds", low=1, high=4_000, step=1, scale="log"),
    ] = None  # fmt: skip
    connection_error_rate: Annotated[
        float,
        Fraction(0, 1),
        Knob("Lambda is not reached", "share of the requests for which Lambda cannot be reached",
             "Failure", "LambdaConnectionError", low=0, high=1, step=0.001),
    ] = 0.0  # fmt: skip
    requests_per_connection: Annotated[
        float,
        Factor(1, 1_000_000),
        Assumed("each request on a connection of its own: the dearest"),
        Meaning("how many requests a client sends on one connection, for the price"),
    ] = 1.0
