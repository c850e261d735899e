"""The AWS SDK between a client and its target: how it tries again."""

from typing import Annotated, Literal

from simcore.spec.annotations import Assumed, Choices, FromProfile, Knob, Meaning, Needs
from simcore.spec.base import Spec
from simcore.spec.quantities import Seconds, Whole

__all__ = ["MODES", "Mode", "Sdk"]

Mode = Literal["legacy", "standard", "adaptive"]
MODES: tuple[Mode, ...] = ("legacy", "standard", "adaptive")
MOST_ATTEMPTS, MOST_CLIENTS = 100, 10_000


class Sdk(Spec):
    """The AWS SDK tries again after throttles, errors of the server and timeouts."""

    retry_mode: Annotated[
        Mode | None,
        FromProfile("sdk.retry_mode"),
        Choices(MODES),
        Knob(
            "Retry mode",
            "legacy tries again without a quota, standard with one, adaptive also holds back",
            aws_name="AWS_RETRY_MODE",
        ),
    ] = None
    new_retries_2026: Annotated[
        bool | None,
        FromProfile("sdk.new_retries_2026"),
        Needs("sdk.new_retries_2026"),
        Knob(
            "Retries of 2026",
            "waits and costs of a retry as they are by default since November 2026",
            aws_name="AWS_NEW_RETRIES_2026",
        ),
    ] = None
    max_attempts: Annotated[
        int | None,
        Whole(1, MOST_ATTEMPTS),
        Knob(
            "Attempts",
            "of a request at the most, the first one included; else as many as the mode makes",
            aws_name="AWS_MAX_ATTEMPTS",
            low=1,
            high=10,
            step=1,
        ),
    ] = None
    clients: Annotated[
        int,
        Whole(1, MOST_CLIENTS),
        Meaning("SDK clients (processes), each with a retry quota and a rate of its own, by turns"),
    ] = 1
    retry_after: Annotated[
        float | None,
        Seconds(0, 300.0),
        Needs("sdk.new_retries_2026"),
        Assumed("no service that is simulated says when it sends the header: none does"),
        Meaning("x-amz-retry-after of answers that refuse or fail"),
    ] = None
