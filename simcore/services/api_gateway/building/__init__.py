"""A live API, from what a scenario says of it."""

from __future__ import annotations

from simcore.component import Site
from simcore.services.api_gateway.api import Api
from simcore.services.api_gateway.building import requests, websockets
from simcore.services.api_gateway.spec import Api as Spec
from simcore.services.api_gateway.websocket.api import WebSocketApi

__all__ = ["build", "connect", "retune"]

AnyApi = Api | WebSocketApi


def build(spec: Spec, site: Site) -> AnyApi:
    """Of its kind."""
    if spec.protocol == "WEBSOCKET":
        return websockets.build(spec, site)
    return requests.build(spec, site)


def connect(live: AnyApi, spec: Spec, site: Site) -> None:
    """What it invokes."""
    if isinstance(live, WebSocketApi):
        websockets.connect(live, spec, site)
    else:
        requests.connect(live, spec, site)


def retune(live: AnyApi, spec: Spec, site: Site) -> None:
    """Another deployment of the stage: it holds for what comes from now on."""
    if isinstance(live, WebSocketApi):
        websockets.retune(live, spec, site)
    else:
        requests.retune(live, spec, site)
