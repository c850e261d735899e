"""A live delivery stream, from what a scenario says of it."""

from __future__ import annotations

from simcore.component import Site
from simcore.component.site import given
from simcore.roles.again import Again
from simcore.roles.invocable import Invocable
from simcore.roles.taker import Taker
from simcore.services.firehose.delivery import DeliveryStream
from simcore.services.firehose.settings import (
    DeliveryStreamSettings,
    Hints,
    TransformSettings,
)
from simcore.services.firehose.spec import DeliveryStream as Spec
from simcore.services.firehose.spec import Transformation

__all__ = ["build", "connect", "retune"]

FOR_EVER_S = 366 * 86_400.0


def build(spec: Spec, site: Site) -> DeliveryStream:
    """Alone so far; the defaults must be filled in."""
    return DeliveryStream(site.env, site.id, _settings(spec, site), site.seed)


def connect(live: DeliveryStream, spec: Spec, site: Site) -> None:
    """With its buckets and its function, reading its source."""
    _around(live, spec, site)
    if spec.source is not None:
        source = site.live(spec.source)
        by_size = site.value("kinesis.read_max_bytes") // source.record_bytes
        live.follow(source, max(int(min(site.value("kinesis.read_max_records"), by_size)), 1))


def _around(live: DeliveryStream, spec: Spec, site: Site) -> None:
    backup = None if spec.backup is None else site.role(spec.backup, Taker)
    said = spec.transformation
    function = None if said is None else site.role(said.target, Invocable)
    live.connect(site.role(spec.destination, Taker), backup, function)


def retune(live: DeliveryStream, spec: Spec, site: Site) -> None:
    """It goes on by what is said of it now."""
    _around(live, spec, site)
    live.retune(_settings(spec, site))


def _settings(spec: Spec, site: Site) -> DeliveryStreamSettings:
    source = None if spec.source is None else site.live(spec.source)
    record_bytes = site.graph.largest_bytes(site.id) if source is None else source.record_bytes
    said = spec.transformation
    return DeliveryStreamSettings(
        hints=_hints(spec.buffer_size, spec.buffer_interval, site),
        record_bytes=record_bytes,
        records_per_s=min(
            site.value("firehose.records_per_second"),
            site.value("firehose.requests_per_second") * spec.records_per_request,
            site.value("firehose.bytes_per_second") / record_bytes,
        ),
        raised_per_min=site.get("firehose.raised_per_min"),
        again=_again(site.value("firehose.delivery_retry_age_s"), site),
        billed_bytes=int(site.value("firehose.billed_step_bytes")),
        transform=None if said is None else _transform(said, spec, site),
    )


def _again(age_s: float, site: Site) -> Again:
    return Again(site.value("push.backoff_initial_s"), site.value("push.backoff_max_s"), age_s)


def _hints(bytes: int | None, interval_s: float | None, site: Site) -> Hints:
    """An interval of 0 is a short one."""
    return Hints(given(bytes), given(interval_s) or site.value("firehose.zero_interval_s"))


def _transform(said: Transformation, spec: Spec, site: Site) -> TransformSettings:
    shards = 1 if spec.source is None else len(site.live(spec.source).shards)
    return TransformSettings(
        hints=_hints(said.buffer_size, said.buffer_interval, site),
        retries=given(said.retries),
        at_once=int(site.value("firehose.transform_at_once")) * shards,
        timeout_s=site.value("firehose.transform_timeout_s"),
        again=_again(FOR_EVER_S, site),
        dropped=said.dropped,
        size_factor=said.size_factor,
    )
