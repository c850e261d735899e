"""Origins and behaviors: that they are there, and make sense together."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error, warning
from simcore.component.graph import SYNCHRONOUS
from simcore.errors import Check
from simcore.services.cloudfront.spec import Distribution

__all__ = ["CHECKS"]


def origins_are_there(subject: Subject) -> Iterator[Check]:
    """What behaviors name, the distribution has."""
    for id, distribution in subject.of(Distribution).items():
        names = [origin.name for origin in distribution.origins]
        for n, behavior in enumerate(distribution.behaviors):
            path = f"components.{id}.behaviors.{n}"
            said = {f"{path}.origin": behavior.origin}
            if behavior.failover is not None:
                said[f"{path}.failover.origin"] = behavior.failover.origin
            for where, name in said.items():
                if name not in names:
                    yield error(
                        "distribution.unknown-origin",
                        where,
                        f"{id} has no origin {name}",
                        f"one of {', '.join(names)}",
                    )


def names_differ(subject: Subject) -> Iterator[Check]:
    """Two origins of one name could not be told apart."""
    for id, distribution in subject.of(Distribution).items():
        names = [origin.name for origin in distribution.origins]
        for n, name in enumerate(names):
            if name in names[:n]:
                yield error(
                    "distribution.same-name",
                    f"components.{id}.origins.{n}.name",
                    f"{name} is the name of another origin, too",
                    "a name of its own for each",
                )


def origins_are_something(subject: Subject) -> Iterator[Check]:
    """Another component, or a server outside."""
    for id, distribution in subject.of(Distribution).items():
        for n, origin in enumerate(distribution.origins):
            if (origin.target is None) == (origin.latency is None):
                yield error(
                    "distribution.origin-kind",
                    f"components.{id}.origins.{n}",
                    f"origin {origin.name} has "
                    + ("neither a target nor a latency" if origin.target is None else "both a "
                       "target and a latency"),
                    "a target for another component, or a latency for a server outside",
                )  # fmt: skip


def every_request_has_a_behavior(subject: Subject) -> Iterator[Check]:
    """The last one takes all that is left, and only that one."""
    for id, distribution in subject.of(Distribution).items():
        *before, last = distribution.behaviors
        path = f"components.{id}.behaviors"
        if last.resources is not None:
            yield error(
                "distribution.no-default-behavior",
                f"{path}.{len(before)}.resources",
                "the last behavior is for some resources only: who asks for others has none",
                "a last behavior without resources",
            )
        for n, behavior in enumerate(before):
            if behavior.resources is None:
                yield error(
                    "distribution.behavior-unreached",
                    f"{path}.{n}.resources",
                    "this behavior takes every request: none reaches those after it",
                    "say for which resources it is, or make it the last",
                )
            elif behavior.resources.first > behavior.resources.last:
                yield error(
                    "distribution.empty-range",
                    f"{path}.{n}.resources",
                    f"{behavior.resources.first} is above {behavior.resources.last}",
                    "first is the lowest number",
                )


def does_not_ask_itself(subject: Subject) -> Iterator[Check]:
    """Origins that lead back to the distribution."""
    distributions = subject.of(Distribution)
    for way in subject.graph.circles(SYNCHRONOUS):
        found = next((id for id in way if id in distributions), None)
        if found is not None:
            yield error(
                "distribution.origin-cycle",
                f"components.{found}.origins",
                f"requests would go round: {' to '.join([*way, way[0]])}",
                "each would wait for itself",
            )


def failover_is_another(subject: Subject) -> Iterator[Check]:
    """A group of one origin twice."""
    for id, distribution in subject.of(Distribution).items():
        for n, behavior in enumerate(distribution.behaviors):
            if behavior.failover is not None and behavior.failover.origin == behavior.origin:
                yield warning(
                    "distribution.failover-to-itself",
                    f"components.{id}.behaviors.{n}.failover.origin",
                    f"{behavior.origin} is both origins of the group",
                    "another origin",
                )


CHECKS = (
    names_differ,
    origins_are_there,
    origins_are_something,
    every_request_has_a_behavior,
    does_not_ask_itself,
    failover_is_another,
)
