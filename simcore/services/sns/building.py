"""A live topic, and who gets its messages."""

from __future__ import annotations

from simcore.component import Site
from simcore.engine.streams import uniform
from simcore.engine.virtual_schedule import VirtualSchedule
from simcore.errors import RetuneError
from simcore.roles.filtering import FilterCriteria, classes_that_match, share_that_matches
from simcore.roles.redelivery import OrderedRedelivery, Redelivery, Target
from simcore.roles.taker import Denied, Taker, takes_as
from simcore.services.sns.detailed.topic import DetailedTopic, FifoTopic, Subscriber, TopicSettings
from simcore.services.sns.retries import Phases
from simcore.services.sns.spec import DeliveryPolicy, retries_of
from simcore.services.sns.spec import Subscription as Said
from simcore.services.sns.spec import Topic as Spec
from simcore.services.sns.topic import Subscription, Topic

__all__ = ["AnyTopic", "build", "connect", "retune"]

AnyTopic = Topic | DetailedTopic

ROOM = "sns."
NO_FILTERS = "there were none at the start"


def build(spec: Spec, site: Site) -> AnyTopic:
    """Without subscribers so far."""
    takers = [site.role(name, Taker) for name in _names(spec)]
    if spec.fifo is not None:
        quotas = {
            "topic": site.value("sns.fifo.publish_per_second"),
            "group": site.value("sns.fifo.group_publish_per_second"),
            "deduplication": site.value("sns.fifo.deduplication_s"),
        }
        by_group = spec.fifo.throughput_scope == "MessageGroup"
        return FifoTopic(site.env, site.id, _settings(spec, site), site.seed, quotas, by_group)
    if spec.is_detailed or any(takes_as(taker) for taker in takers):
        return DetailedTopic(site.env, site.id, _settings(spec, site), site.seed)
    may_fail = bool(spec.subscriptions) or any(isinstance(taker, Denied) for taker in takers)
    return Topic(site.id, site.seed, subscriptions_may_fail=may_fail)


def retune(live: AnyTopic, spec: Spec, site: Site) -> None:
    """Subscribe and unsubscribe; who is subscribed gets what is published from now on."""
    if isinstance(live, DetailedTopic):
        live.settings = _settings(spec, site)
    elif spec.is_detailed or any(takes_as(site.role(name, Taker)) for name in _names(spec)):
        raise RetuneError(site.id, "retries and quotas", "nothing was said of them at the start")
    elif spec.subscriptions and not live.subscriptions_may_fail:
        raise RetuneError(site.id, "subscriptions", NO_FILTERS)
    connect(live, spec, site)


def connect(live: AnyTopic, spec: Spec, site: Site) -> None:
    """Subscribe those that the scenario names."""
    if isinstance(live, DetailedTopic):
        live.quota = _quota(site) if spec.publish_quota else None
        live.subscribe(_subscribers(live, spec, site))
        return
    plain = [Subscription(site.role(name, Taker)) for name in spec.subscribers]
    more = [
        Subscription(
            Denied() if said.delivery_fails else site.role(said.target, Taker),
            _policy(said, spec),
            None if said.dead_letter_queue is None else site.role(said.dead_letter_queue, Taker),
            number,
        )
        for number, said in enumerate(spec.subscriptions, start=1)
    ]
    live.subscribe([*plain, *more])


def _names(spec: Spec) -> list[str]:
    return [*spec.subscribers, *(said.target for said in spec.subscriptions)]


def _policy(said: Said, spec: Spec) -> FilterCriteria | None:
    if said.classes is not None:
        return classes_that_match(spec.message_classes, said.classes)
    return None if said.matching == 1.0 else share_that_matches(said.matching)


# Of a topic of which more is said.


def _settings(spec: Spec, site: Site) -> TopicSettings:
    usual = int(site.value(ROOM + "message_size_max_bytes"))
    return TopicSettings(
        spec.maximum_message_size or usual,
        site.graph.largest_bytes(site.id),
        spec.without_attributes,
        spec.invalid_body,
    )


def _quota(site: Site) -> VirtualSchedule:
    """The one of the account: that of the first topic, by its id."""
    first = site.live(min(site.graph.named("topic")))
    if getattr(first, "account_quota", None) is None:
        first.account_quota = VirtualSchedule(site.value(ROOM + "publish_per_second"))
    found: VirtualSchedule = first.account_quota
    return found


def _subscribers(live: DetailedTopic, spec: Spec, site: Site) -> list[Subscriber]:
    plain = [
        _subscriber(live, -n, Said(target=name), spec, site)
        for n, name in enumerate(spec.subscribers, start=1)
    ]
    return plain + [
        _subscriber(live, n, said, spec, site) for n, said in enumerate(spec.subscriptions, start=1)
    ]


def _subscriber(live: DetailedTopic, n: int, said: Said, spec: Spec, site: Site) -> Subscriber:
    """Number ``n`` of the subscriptions, below 0 of the plain subscribers."""
    taker = Denied() if said.delivery_fails else site.role(said.target, Taker)
    kind = takes_as(taker)
    dead = said.dead_letter_queue
    target = Target(
        taker,
        _waits(kind, said.delivery_policy, site),
        said.server_error_rate or 0.0,
        None if dead is None else site.role(dead, Taker),
    )
    return Subscriber(
        _delivery(live, n, target, site),
        _policy(said, spec),
        said.filter_policy_scope == "MessageBody",
        kind == "http",
        max(n, 0),
    )


def _delivery(live: DetailedTopic, n: int, target: Target, site: Site) -> Redelivery:
    """The one that there is goes on, with another target perhaps."""
    if n in live.known:
        delivery = live.known[n].delivery
        delivery.target = target
        return delivery
    kind = OrderedRedelivery if isinstance(live, FifoTopic) else Redelivery
    name = f"subscriptions/{n}" if n > 0 else f"subscribers/{-n}"
    return kind(site.env, live, n, target, site.stream(name, uniform))


def _waits(kind: str, policy: DeliveryPolicy | None, site: Site) -> Phases:
    """Of what AWS runs, of what its customers run, or of HTTP endpoints, which have a policy."""
    jitter = site.value(ROOM + "retry_jitter")
    if kind == "http":
        return retries_of(policy or _own_policy(site), jitter)
    rows = f"{ROOM}{kind or 'managed'}."
    return Phases(
        int(site.value(rows + "retries_at_once")),
        int(site.value(rows + "retries_before_backoff")),
        site.value(rows + "retry_delay_min_s"),
        int(site.value(rows + "retries_of_backoff")),
        int(site.value(rows + "retries_after_backoff")),
        site.value(rows + "retry_delay_max_s"),
        jitter=jitter,
    )


def _own_policy(site: Site) -> DeliveryPolicy:
    delay_s = site.value(ROOM + "http.retry_delay_s")
    retries = int(site.value(ROOM + "http.retries"))
    return DeliveryPolicy.model_construct(
        num_retries=retries, min_delay_target=delay_s, max_delay_target=delay_s
    )
