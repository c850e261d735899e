"""A live WebSocket API."""

from __future__ import annotations

from simcore.component import Site
from simcore.component.convert import distribution
from simcore.component.site import given
from simcore.engine.streams import uniform
from simcore.services.api_gateway.building.parts import (
    account,
    authorizer,
    new_connections,
    target,
    throttling,
)
from simcore.services.api_gateway.spec import API
from simcore.services.api_gateway.spec import Api as Spec
from simcore.services.api_gateway.websocket.api import WebSocketApi, WebSocketDraws
from simcore.services.api_gateway.websocket.settings import WebSocketSettings

__all__ = ["build", "connect", "retune"]


def build(spec: Spec, site: Site) -> WebSocketApi:
    """Without its functions so far."""
    settings = _settings(spec, site)
    buckets = account(site), new_connections(site)
    return WebSocketApi(site.env, site.id, settings, buckets, _draws(settings, site))


def _draws(settings: WebSocketSettings, site: Site) -> WebSocketDraws:
    return WebSocketDraws(
        site.stream("overhead", settings.overhead.draw),
        site.stream("connections", settings.lasts.draw),
        site.stream("messages", settings.interval.draw),
        site.stream("tokens", uniform),
        site.stream("verdicts", uniform),
    )


def connect(live: WebSocketApi, spec: Spec, site: Site) -> None:
    """What messages invoke, its authorizer, and what the routes of both ends invoke."""
    said = given(spec.connections)
    ends = (said.connect, said.disconnect)
    on_connect, on_disconnect = [None if id is None else target(id, site) for id in ends]
    asked = target(spec.authorizer.function, site) if spec.authorizer else None
    live.connect(target(spec.integration, site), asked, (on_connect, on_disconnect))


def retune(live: WebSocketApi, spec: Spec, site: Site) -> None:
    """Another deployment of the stage."""
    live.retune(_settings(spec, site), site.env.now)
    connect(live, spec, site)


def _settings(spec: Spec, site: Site) -> WebSocketSettings:
    said = given(spec.connections)
    return WebSocketSettings(
        timeout_s=given(spec.integration_timeout),
        overhead=distribution(given(spec.overhead)),
        throttling=throttling(spec),
        authorizer=authorizer(spec, site),
        lasts=distribution(said.duration),
        interval=distribution(said.message_interval),
        message_bytes=said.message_size,
        message_max_bytes=int(site.value(API + "websocket_message_max_bytes")),
        metered_bytes=int(site.value("price.apigateway.websocket_metered_bytes")),
        idle_timeout_s=site.value(API + "websocket_idle_timeout_s"),
        longest_s=site.value(API + "websocket_connection_max_s"),
    )
