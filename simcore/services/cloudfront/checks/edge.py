"""Functions at the edge: what CloudFront and Lambda@Edge take, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.services.cloudfront.building import triggers
from simcore.services.cloudfront.facts import POINTS, VIEWER_REQUEST, VIEWER_RESPONSE
from simcore.services.cloudfront.spec import Distribution
from simcore.services.cloudfront.spec_parts import Behavior, Trigger
from simcore.units import format_duration_s, format_size_bytes, format_size_mb

__all__ = ["CHECKS"]

ROOM = "cloudfront.lambda_edge."
HOME = "us-east-1"
GUIDE = "Amazon CloudFront Developer Guide, edge-function-restrictions-all, April 2026"
VIEWER_POINTS = (VIEWER_REQUEST, VIEWER_RESPONSE)

NOT_SUPPORTED = {
    "architecture": ("arm64", "arm64"),
    "package": ("container", "container images"),
}
"""Fields of a function: a value that Lambda@Edge does not take, and what that is."""

MUST_BE_UNSAID = {
    "provisioned_concurrency": "provisioned concurrency",
    "capacity": "VPC, in which managed instances run",
    "additional_version": "aliases: a trigger names a version",
    "environment": "environment variables of its own",
}
"""Fields of a function that it has not at the edge: what the guide's list names (of VPC: the
Lambda API, CapacityProviderVpcConfig, has subnets that are required)."""


class At(NamedTuple):
    """A trigger, where it is, and what it names."""

    path: str
    point: int
    trigger: Trigger
    named: Any

    @property
    def where(self) -> str:
        """`viewer` or `origin`."""
        return "viewer" if self.point in VIEWER_POINTS else "origin"


def _all(subject: Subject) -> Iterator[At]:
    for id, distribution in subject.of(Distribution).items():
        for n, behavior in enumerate(distribution.behaviors):
            for point, trigger in enumerate(triggers(behavior)):
                if trigger is not None:
                    path = f"components.{id}.behaviors.{n}.{_field(point)}"
                    named = subject.graph.components.get(trigger.function)
                    yield At(path, point, trigger, named)


def _field(point: int) -> str:
    return POINTS[point].replace("-", "_")


def _of_lambda(subject: Subject) -> Iterator[At]:
    return (at for at in _all(subject) if subject.graph.is_invoked(at.trigger.function))


def authored_in(subject: Subject) -> Iterator[Check]:
    """Lambda@Edge functions are made in us-east-1, and replicated from there."""
    for at in _of_lambda(subject):
        if subject.region != HOME:
            yield error(
                "edge.not-us-east-1",
                f"{at.path}.function",
                f"{at.trigger.function} is a function in {subject.region}: Lambda@Edge takes those "
                f"of {HOME} only",
                f"region: {HOME} ({GUIDE})",
            )


def numbered(subject: Subject) -> Iterator[Check]:
    """Neither $LATEST nor an alias."""
    for at in _of_lambda(subject):
        if not at.trigger.version.isdecimal():
            yield error(
                "edge.version",
                f"{at.path}.version",
                f"{at.trigger.version} is no numbered version",
                f'version: "1", say: neither $LATEST nor an alias will do ({GUIDE})',
            )


def memory(subject: Subject) -> Iterator[Check]:
    """128 MB for viewer events."""
    for at in _of_lambda(subject):
        most = subject.value(f"{ROOM}{at.where}_memory_max_mb")
        if (at.named.memory or 0.0) > most:
            yield error(
                "edge.memory",
                f"{at.path}.function",
                f"{at.trigger.function} has {format_size_mb(at.named.memory)}; at a "
                f"{POINTS[at.point]} there are {format_size_mb(most)}",
                subject.cited(f"{ROOM}{at.where}_memory_max_mb"),
            )


def timeouts(subject: Subject) -> Iterator[Check]:
    """5 s for viewer events once, 30 s for all now."""
    for at in _of_lambda(subject):
        most_s = subject.value(f"{ROOM}{at.where}_timeout_max_s")
        if (at.named.timeout or 0.0) > most_s:
            yield error(
                "edge.timeout",
                f"{at.path}.function",
                f"{at.trigger.function} may run for {format_duration_s(at.named.timeout)}; at a "
                f"{POINTS[at.point]} {format_duration_s(most_s)} are allowed",
                subject.cited(f"{ROOM}{at.where}_timeout_max_s"),
            )


def restrictions(subject: Subject) -> Iterator[Check]:
    """What a function at the edge cannot have."""
    for at in _of_lambda(subject):
        for what in _what_it_cannot_have(at.named):
            yield error(
                "edge.not-supported",
                f"{at.path}.function",
                f"{at.trigger.function} cannot run at the edge: Lambda@Edge has no {what}",
                GUIDE,
            )


def _what_it_cannot_have(function: Any) -> Iterator[str]:
    for field, (value, what) in NOT_SUPPORTED.items():
        if getattr(function, field) == value:
            yield what
    for field, what in MUST_BE_UNSAID.items():
        if getattr(function, field):
            yield what
    events = function.asynchronous
    if events is not None and events.dead_letter_queue is not None:
        yield "dead-letter queue"
    if function.tracing == "Active":
        yield "X-Ray"


def sizes(subject: Subject) -> Iterator[Check]:
    """40 KB for viewer events, 1 MB for origin events."""
    for at in _of_lambda(subject):
        most = subject.value(f"{ROOM}{at.where}_response_max_bytes")
        if at.trigger.responds and at.trigger.response_size > most:
            yield warning(
                "edge.response-too-large",
                f"{at.path}.response_size",
                f"{format_size_bytes(at.trigger.response_size)} is more than the "
                f"{format_size_bytes(int(most))} of an answer at a {POINTS[at.point]}: viewers get "
                "502",
                subject.cited(f"{ROOM}{at.where}_response_max_bytes"),
            )


def too_late_to_answer(subject: Subject) -> Iterator[Check]:
    """Only a function of a request can answer it."""
    for at in _all(subject):
        if at.trigger.responds and POINTS[at.point].endswith("response"):
            yield warning(
                "edge.responds-too-late",
                f"{at.path}.responds",
                f"at a {POINTS[at.point]} there is an answer already: responds changes nothing",
                "at the viewer request or the origin request",
            )


def kinds(subject: Subject) -> Iterator[Check]:
    """CloudFront Functions are for viewer events, and not mixed with Lambda@Edge there."""
    for at in _all(subject):
        is_of_lambda = at.named is None or subject.graph.is_invoked(at.trigger.function)
        if not is_of_lambda and at.where == "origin":
            yield error(
                "edge.viewer-events-only",
                f"{at.path}.function",
                f"{at.trigger.function} is a CloudFront function: these run on viewer events only",
                "a function of Lambda@Edge, or viewer_request",
            )
    for id, distribution in subject.of(Distribution).items():
        for n, behavior in enumerate(distribution.behaviors):
            if len(_kinds_on_viewer_events(subject, behavior)) > 1:
                yield error(
                    "edge.mixed",
                    f"components.{id}.behaviors.{n}.viewer_response.function",
                    "CloudFront Functions and Lambda@Edge are mixed on the viewer events of a "
                    "behavior",
                    f"one kind for both ({GUIDE})",
                )


def _kinds_on_viewer_events(subject: Subject, behavior: Behavior) -> set[str]:
    said = (behavior.viewer_request, behavior.viewer_response)
    return {subject.type_of(trigger.function) for trigger in said if trigger is not None}


CHECKS = (
    authored_in,
    numbered,
    memory,
    timeouts,
    restrictions,
    sizes,
    too_late_to_answer,
    kinds,
)
