"""A live topic, and who gets its messages."""

from __future__ import annotations

from simcore.component import Site
from simcore.errors import RetuneError
from simcore.roles.filtering import share_that_matches
from simcore.roles.taker import Denied, Taker
from simcore.services.sns.spec import Subscription as Said
from simcore.services.sns.spec import Topic as Spec
from simcore.services.sns.topic import Subscription, Topic

__all__ = ["build", "connect", "retune"]


def build(spec: Spec, site: Site) -> Topic:
    """Without subscribers so far."""
    return Topic(site.id, site.seed, subscriptions_may_fail=bool(spec.subscriptions))


def retune(live: Topic, spec: Spec, site: Site) -> None:
    """Subscribe and unsubscribe; who is subscribed gets what is published from now on."""
    if spec.subscriptions and not live.subscriptions_may_fail:
        raise RetuneError(site.id, "subscriptions", "there were none at the start")
    connect(live, spec, site)


def connect(live: Topic, spec: Spec, site: Site) -> None:
    """Subscribe those that the scenario names."""
    plain = [Subscription(site.role(name, Taker)) for name in spec.subscribers]
    more = [_subscription(n, said, site) for n, said in enumerate(spec.subscriptions, start=1)]
    live.subscribe([*plain, *more])


def _subscription(number: int, said: Said, site: Site) -> Subscription:
    dead = said.dead_letter_queue
    return Subscription(
        Denied() if said.delivery_fails else site.role(said.target, Taker),
        None if said.matching == 1.0 else share_that_matches(said.matching),
        None if dead is None else site.role(dead, Taker),
        number,
    )
