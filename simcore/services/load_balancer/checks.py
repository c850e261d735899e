"""Load balancers: weights, sizes, and functions that outlast their clients."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.services.load_balancer.spec import LoadBalancer
from simcore.units import format_duration_s, format_size_bytes

__all__ = ["CHECKS"]

ROOM = "load_balancer."


def weights(subject: Subject) -> Iterator[Check]:
    """Somebody has to get the requests."""
    for id, balancer in subject.of(LoadBalancer).items():
        if not sum(group.weight for group in balancer.target_groups):
            yield error(
                "load-balancer.no-weight",
                f"components.{id}.target_groups.0.weight",
                "all weights are 0: no target group gets any request",
                "a weight of 1 to 999 for one of them",
            )


def sizes(subject: Subject) -> Iterator[Check]:
    """What is answered with 502 each time."""
    most = subject.value(f"{ROOM}response_max_bytes")
    for id, balancer in subject.of(LoadBalancer).items():
        for n, group in enumerate(balancer.target_groups):
            if group.response_size > most:
                yield warning(
                    "load-balancer.response-too-large",
                    f"components.{id}.target_groups.{n}.response_size",
                    f"{format_size_bytes(group.response_size)} is more than the "
                    f"{format_size_bytes(int(most))} that a function may answer a balancer with: "
                    "each request gets 502",
                    f"{subject.cited(f'{ROOM}response_max_bytes')}; answer with a link to S3",
                )


def patience(subject: Subject) -> Iterator[Check]:
    """A function that may run on when nobody waits for it any more."""
    for id, balancer in subject.of(LoadBalancer).items():
        for group in balancer.target_groups:
            function = subject.graph.components.get(group.function)
            timeout_s = getattr(function, "timeout", None) or 0.0
            if balancer.idle_timeout is not None and timeout_s > balancer.idle_timeout:
                yield warning(
                    "load-balancer.idle-before-timeout",
                    f"components.{id}.idle_timeout",
                    f"connections are closed after {format_duration_s(balancer.idle_timeout)}, "
                    f"while {group.function} may run for {format_duration_s(timeout_s)}: it runs "
                    "on, and is paid for, with nobody waiting",
                    "a timeout of the function below the idle timeout",
                )


CHECKS = (weights, sizes, patience)
