"""A live topic, and who gets its messages."""

from __future__ import annotations

from simcore.component import Site
from simcore.roles.filtering import share_that_matches
from simcore.roles.taker import Denied, Taker
from simcore.services.sns.spec import Subscription as Said
from simcore.services.sns.spec import Topic as Spec
from simcore.services.sns.topic import Subscription, Topic

__all__ = ["build", "connect"]


def build(spec: Spec, site: Site) -> Topic:
    """Without subscribers so far."""
    return Topic(site.id, site.seed, subscriptions_may_fail=bool(spec.subscriptions))


def connect(live: Topic, spec: Spec, site: Site) -> None:
    """Subscribe those that the scenario names: also how a topic changes during a run."""
    plain = [Subscription(site.role(name, Taker)) for name in spec.subscribers]
    live.subscribe([*plain, *(_subscription(said, site) for said in spec.subscriptions)])


def _subscription(said: Said, site: Site) -> Subscription:
    dead = said.dead_letter_queue
    return Subscription(
        Denied() if said.delivery_fails else site.role(said.target, Taker),
        None if said.matching == 1.0 else share_that_matches(said.matching),
        None if dead is None else site.role(dead, Taker),
    )
