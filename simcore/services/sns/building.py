"""A live topic, and who gets its messages."""

from __future__ import annotations

from simcore.component import Site
from simcore.roles.taker import Taker
from simcore.services.sns.spec import Topic as Spec
from simcore.services.sns.topic import Topic

__all__ = ["build", "connect"]


def build(spec: Spec, site: Site) -> Topic:
    """Without subscribers so far."""
    return Topic(site.id)


def connect(live: Topic, spec: Spec, site: Site) -> None:
    """Subscribe those that the scenario names."""
    live.subscribe([site.role(name, Taker) for name in spec.subscribers])
