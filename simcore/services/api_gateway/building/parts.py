"""Parts of APIs of every kind: the account's buckets, throttles, authorizers."""

from __future__ import annotations

from typing import Any

from simcore.component import Site
from simcore.component.site import given
from simcore.engine.token_bucket import TokenBucket
from simcore.roles.invocable import Invocable
from simcore.services.api_gateway.settings import (
    AuthorizerSettings,
    PlanQuota,
    Rate,
    Throttling,
    UsagePlan,
)
from simcore.services.api_gateway.spec import API
from simcore.services.api_gateway.spec import Api as Spec
from simcore.services.api_gateway.spec_parts import Throttle
from simcore.services.api_gateway.spec_parts import UsagePlan as Plan

__all__ = ["account", "authorizer", "new_connections", "target", "throttling"]

DAY_S = 86_400.0
PERIODS_S = {"DAY": DAY_S, "WEEK": 7 * DAY_S, "MONTH": 30 * DAY_S}


def account(site: Site) -> TokenBucket:
    """The bucket of the account: the first API has it, and the others take it from there."""
    first = min(site.graph.named("api"))
    if site.id != first:
        shared: TokenBucket = site.live(first).account
        return shared
    burst = site.value(API + "account_burst")
    return TokenBucket(burst, site.value(API + "account_requests_per_second"))


def new_connections(site: Site) -> TokenBucket:
    """The bucket of new connections: the first WebSocket API has it; a second's worth at once."""
    apis = site.graph.of(Spec).items()
    first = min(id for id, api in apis if api.protocol == "WEBSOCKET")
    if site.id != first:
        shared: TokenBucket = site.live(first).new_connections
        return shared
    rate = site.value(API + "websocket_connections_per_second")
    return TokenBucket(rate, rate)


def target(id: str, site: Site) -> Any:
    """What an API invokes."""
    return site.role(id, Invocable)


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
