"""A live function URL, from what a scenario says of it."""

from __future__ import annotations

from simcore.component import Site
from simcore.component.convert import distribution
from simcore.engine.distributions import Constant
from simcore.engine.streams import uniform
from simcore.roles.invocable import Invocable
from simcore.roles.streamed import StreamLimit
from simcore.services.function_url.spec import FunctionUrl as Spec
from simcore.services.function_url.url import FunctionUrl, UrlSettings

__all__ = ["build", "connect", "retune"]

PAYLOAD = "lambda.url_payload_max_bytes"


def build(spec: Spec, site: Site) -> FunctionUrl:
    """Without its function so far."""
    settings = _settings(spec, site)
    unsigned = site.stream("unsigned", uniform)
    first = site.stream("first_byte", (settings.first_byte or Constant(0.0)).draw)
    return FunctionUrl(site.env, site.id, settings, unsigned, first)


def connect(live: FunctionUrl, spec: Spec, site: Site) -> None:
    """Say whose URL it is."""
    live.connect(site.role(spec.function, Invocable))


def retune(live: FunctionUrl, spec: Spec, site: Site) -> None:
    """It has another configuration from now on."""
    live.retune(_settings(spec, site))
    connect(live, spec, site)


def _settings(spec: Spec, site: Site) -> UrlSettings:
    first_byte = None if spec.first_byte is None else distribution(spec.first_byte)
    return UrlSettings(
        int(site.value(PAYLOAD)),
        spec.response_size,
        spec.unsigned if spec.auth_type == "AWS_IAM" else 0.0,
        _stream(site) if spec.is_streamed else None,
        first_byte,
    )


def _stream(site: Site) -> StreamLimit:
    return StreamLimit(
        int(site.value("lambda.stream_unthrottled_bytes")),
        site.value("lambda.stream_bytes_per_second"),
        int(site.value("lambda.stream_max_bytes")),
    )
