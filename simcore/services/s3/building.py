"""A live bucket, from what a scenario says of it."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Site
from simcore.component.convert import distribution
from simcore.roles.again import Again
from simcore.roles.filtering import EVERYTHING, FilterCriteria
from simcore.roles.taker import Taker
from simcore.services.s3.bucket import Bucket
from simcore.services.s3.settings import BucketSettings, Notification
from simcore.services.s3.spec import Bucket as Spec

__all__ = ["build", "connect", "retune"]


def build(spec: Spec, site: Site) -> Bucket:
    """Telling nobody so far."""
    return Bucket(site.env, site.id, _settings(spec, site), site.seed, tells=spec.tells)


def connect(live: Bucket, spec: Spec, site: Site) -> None:
    """Whom it tells."""
    live.connect(tuple(_notifications(spec, site)))


def retune(live: Bucket, spec: Spec, site: Site) -> None:
    """PutBucketNotificationConfiguration, and how S3 behaves."""
    live.retune(_settings(spec, site), tells=spec.tells)
    connect(live, spec, site)


def _notifications(spec: Spec, site: Site) -> Iterator[Notification]:
    """Each of objects of its own: one after the other in the interval of keys."""
    low = 0.0
    for number, said in enumerate(spec.notifications, start=1):
        if said.happens:
            keys = FilterCriteria(((low, low + said.share),))
            low += said.share
            yield Notification(site.role(said.target, Taker), number, keys)
    if spec.event_bridge is not None:
        yield Notification(site.role(spec.event_bridge, Taker), 0, EVERYTHING)


def _settings(spec: Spec, site: Site) -> BucketSettings:
    prefixes, each = spec.prefixes, site.get("s3.put_requests_per_prefix")
    return BucketSettings(
        latency=distribution(spec.notification_latency),
        again=Again(
            site.value("push.backoff_initial_s"),
            site.value("push.backoff_max_s"),
            site.value("s3.notification_retry_age_s"),
        ),
        duplicate_rate=spec.notification_duplicate_rate,
        puts_per_s=None if prefixes is None else prefixes * each,
    )
