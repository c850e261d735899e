"""What clients of a WebSocket API do once they are connected."""

from typing import Annotated

from pydantic import Field

from simcore.spec.annotations import Assumed, Knob, Meaning, Refers
from simcore.spec.base import Slug, Spec
from simcore.spec.distributions import DurationDistribution, Exponential
from simcore.spec.quantities import Bytes

__all__ = ["Connections"]

LARGEST_MESSAGE_BYTES = 1024 * 1024


def _is_empty(value: object) -> bool:
    return not value


def _about(mean_s: float) -> DurationDistribution:
    return DurationDistribution(exponential=Exponential(mean=mean_s))


class Connections(Spec):
    """How long clients stay, how often they send, and whom the routes of both ends invoke."""

    duration: Annotated[
        DurationDistribution,
        Assumed("a visit of five minutes"),
        Knob(
            "Connection",
            "how long a client stays connected",
            "Load",
            low=1,
            high=7_200,
            step=1,
            scale="log",
        ),
    ] = _about(300.0)
    message_interval: Annotated[
        DurationDistribution,
        Assumed("somebody who types"),
        Knob(
            "Message interval",
            "from one message of a client to its next",
            "Load",
            low=0.1,
            high=600,
            step=0.1,
            scale="log",
        ),
    ] = _about(10.0)
    message_size: Annotated[
        int,
        Bytes(1, LARGEST_MESSAGE_BYTES),
        Assumed("a small JSON document"),
        Knob(
            "Message size",
            "of each message of a client",
            "Load",
            low=128,
            high=262_144,
            step=128,
            scale="log",
        ),
    ] = 1_024
    connect: Annotated[
        Slug | None,
        Field(exclude_if=_is_empty),
        Meaning("the id of the function of the route `$connect`; without one it just opens"),
        Refers(("function",), "invoke", passes_on="each"),
    ] = None
    disconnect: Annotated[
        Slug | None,
        Field(exclude_if=_is_empty),
        Meaning("the id of the function of the route `$disconnect`"),
        Refers(("function",), "invoke", passes_on="each"),
    ] = None
