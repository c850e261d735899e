"""A live API, from what a scenario says of it."""

from __future__ import annotations

from typing import Any

from simcore.component import Site
from simcore.component.convert import distribution
from simcore.component.site import given
from simcore.engine.streams import uniform
from simcore.engine.token_bucket import TokenBucket
from simcore.roles.invocable import Invocable
from simcore.roles.streamed import StreamLimit
from simcore.services.api_gateway.api import Api, Draws
from simcore.services.api_gateway.settings import (
    ApiSettings,
    AuthorizerSettings,
    CacheSettings,
    PlanQuota,
    Rate,
    StreamSettings,
    Throttling,
    UsagePlan,
)
from simcore.services.api_gateway.spec import API
from simcore.services.api_gateway.spec import Api as Spec
from simcore.services.api_gateway.spec_parts import Throttle
from simcore.services.api_gateway.spec_parts import UsagePlan as Plan

__all__ = ["build", "connect", "retune"]

DAY_S = 86_400.0
PERIODS_S = {"DAY": DAY_S, "WEEK": 7 * DAY_S, "MONTH": 30 * DAY_S}
GB_BYTES = 1024**3


def build(spec: Spec, site: Site) -> Api:
    """Without its functions so far."""
    settings = api_settings(spec, site)
    return Api(site.env, site.id, settings, _account(site), _draws(settings, site))


def _account(site: Site) -> TokenBucket:
    """The bucket of the account: the first API has it, and the others take it from there."""
    first = min(site.graph.named("api"))
    if site.id != first:
        shared: TokenBucket = site.live(first).account
        return shared
    burst = site.value(API + "account_burst")
    return TokenBucket(burst, site.value(API + "account_requests_per_second"))


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
        _target(spec.integration, site),
        _target(authorizer.function, site) if authorizer else None,
        _target(canary.function, site) if canary else None,
    )


def _target(id: str, site: Site) -> Any:
    return site.role(id, Invocable)


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
        canary=canary.share if canary else 0.0,
        shares_cache=canary is not None and canary.use_stage_cache,
        stream=_stream(spec, site),
    )


def throttling(spec: Spec) -> Throttling:
    """Whoever may refuse, beside the account."""
    return Throttling(
        tuple(_plan(plan) for plan in spec.usage_plans),
        tuple((said.method, Rate(said.rate, said.burst)) for said in spec.methods),
        _rate(spec.throttle),
    )


def _rate(said: Throttle | None) -> Rate | None:
    return None if said is None else Rate(said.rate, said.burst)


def _plan(plan: Plan) -> UsagePlan:
    said, quota = plan.quota, None
    if said is not None:
        quota = PlanQuota(said.limit, PERIODS_S[said.period], said.offset)
    return UsagePlan(plan.api_keys, _rate(plan.throttle), quota)


def authorizer(spec: Spec, site: Site) -> AuthorizerSettings | None:
    """Of either kind, if it has one."""
    timeout_s = site.value(API + "authorizer_timeout_s")
    asked = spec.authorizer
    if asked is not None:
        ttl_s = given(asked.ttl)
        return AuthorizerSettings(True, ttl_s, timeout_s, asked.unidentified, asked.denied)
    if spec.jwt is not None:
        return AuthorizerSettings(False, 0.0, timeout_s, spec.jwt.unidentified, spec.jwt.denied)
    return None


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
