"""A live REST or HTTP API."""

from __future__ import annotations

from simcore.component import Site
from simcore.component.convert import distribution
from simcore.component.site import given
from simcore.engine.streams import uniform
from simcore.roles.sampling import SamplingRule
from simcore.roles.streamed import StreamLimit
from simcore.services.api_gateway.api import Api, Draws
from simcore.services.api_gateway.building.parts import account, authorizer, target, throttling
from simcore.services.api_gateway.settings import (
    ApiSettings,
    CacheSettings,
    StreamSettings,
)
from simcore.services.api_gateway.spec import API
from simcore.services.api_gateway.spec import Api as Spec
from simcore.services.api_gateway.tracing import RequestTracing

__all__ = ["build", "connect", "retune"]

GB_BYTES = 1024**3


def build(spec: Spec, site: Site) -> Api:
    """Without its functions so far."""
    settings = api_settings(spec, site)
    draws, tracing = _draws(settings, site), _tracing(spec, site)
    return Api(site.env, site.id, settings, account(site), draws, tracing)


def _tracing(spec: Spec, site: Site) -> RequestTracing | None:
    if spec.tracing is None:
        return None
    rule = SamplingRule(given(spec.tracing.reservoir), given(spec.tracing.rate))
    return RequestTracing(rule, site.stream("xray", uniform))


def _draws(settings: ApiSettings, site: Site) -> Draws:
    stream = settings.stream
    first_byte = stream.first_byte if stream and stream.first_byte else settings.overhead
    tossed = ("invalid", "canary", "tokens", "verdicts")
    return Draws(
        site.stream("overhead", settings.overhead.draw),
        site.stream("first_byte", first_byte.draw),
        *(site.stream(name, uniform) for name in tossed),
    )


def connect(live: Api, spec: Spec, site: Site) -> None:
    """Its function, and those of its authorizer and of its canary."""
    authorizer, canary = spec.authorizer, spec.canary
    live.connect(
        target(spec.integration, site),
        target(authorizer.function, site) if authorizer else None,
        target(canary.function, site) if canary else None,
    )


def retune(live: Api, spec: Spec, site: Site) -> None:
    """Another deployment of the stage: it holds for requests that come from now on."""
    live.retune(api_settings(spec, site), site.env.now)
    connect(live, spec, site)


def api_settings(spec: Spec, site: Site) -> ApiSettings:
    """What holds for a REST or an HTTP API."""
    canary = spec.canary
    return ApiSettings(
        is_rest=spec.protocol == "REST",
        timeout_s=given(spec.integration_timeout),
        overhead=distribution(given(spec.overhead)),
        payload_max_bytes=int(site.value(API + "payload_max_bytes")),
        function_payload_max_bytes=int(site.value("lambda.sync_payload_max_bytes")),
        metered_bytes=int(site.value("price.apigateway.http_metered_bytes")),
        response_bytes=spec.response_size,
        throttling=throttling(spec),
        invalid=spec.invalid_requests,
        authorizer=authorizer(spec, site),
        cache=_cache(spec, site),
        canary=canary.share if canary else None,
        shares_cache=canary is not None and canary.use_stage_cache,
        stream=_stream(spec, site),
        rejected=500 if site.graph.is_invoked(spec.integration) else 504,
        is_traced=spec.tracing is not None,
    )


def _cache(spec: Spec, site: Site) -> CacheSettings | None:
    if spec.cache is None:
        return None
    most = int(site.value(API + "cached_response_max_bytes"))
    return CacheSettings(given(spec.cache.ttl), float(spec.cache.size) * GB_BYTES, most)


def _stream(spec: Spec, site: Site) -> StreamSettings | None:
    if not spec.is_streamed:
        return None
    edge = "edge_" if spec.endpoint == "EDGE" else ""
    limit = StreamLimit(
        int(site.value(API + "stream_unthrottled_bytes")),
        site.value(API + "stream_bytes_per_second"),
        int(site.value("lambda.stream_max_bytes")),
    )
    first_byte = None if spec.first_byte is None else distribution(spec.first_byte)
    return StreamSettings(limit, site.value(f"{API}stream_{edge}idle_timeout_s"), first_byte)
