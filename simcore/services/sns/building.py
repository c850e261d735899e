"""A live topic, and who gets its messages."""

from __future__ import annotations

from simcore.awslambda.building.asynchronous import target
from simcore.component import Site
from simcore.services.sns.spec import Topic as Spec
from simcore.services.sns.topic import Topic

__all__ = ["build", "connect"]


def build(spec: Spec, site: Site) -> Topic:
    """Without subscribers so far."""
    return Topic(site.id)


def connect(live: Topic, spec: Spec, site: Site) -> None:
    """Subscribe those that the scenario names."""
    live.subscribe([target(site, name) for name in spec.subscribers])
