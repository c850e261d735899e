"""A live client, from what a scenario says of it and of its target."""

from __future__ import annotations

from typing import Any

from simcore.component import Site
from simcore.component.arriving import arrival_source
from simcore.component.convert import MANY_KEYS, ONE_KEY, drawn_keys, poison
from simcore.engine.arrivals import ArrivalSource, OpenLoop
from simcore.engine.streams import generator
from simcore.roles.event import Event
from simcore.roles.taker import Taker
from simcore.services.clients.grouped import GroupedProducer
from simcore.services.clients.keyed import KeyedProducer, RepeatingProducer
from simcore.services.clients.open_loop import (
    AsynchronousClient,
    Producer,
    Sender,
    SynchronousClient,
)
from simcore.services.clients.spec import Client

__all__ = ["AnyClient", "build", "retune"]

AnyClient = SynchronousClient | AsynchronousClient | Producer | KeyedProducer | Sender


def build(spec: Client, site: Site) -> AnyClient:
    """By what the target is: it is invoked, or messages are sent to it, with keys or without."""
    source = _arrivals(spec, site)
    target = site.live(spec.target)
    if hasattr(target, "invoke"):
        return _caller(spec, site, source)
    if hasattr(target, "put") and (target.reads_keys or spec.poison is not None):
        return _keyed(spec, site, source, target)
    if hasattr(target, "coming"):
        return Producer(site.env, site.id, source, target)
    event = Event(bytes=spec.message_size)
    return Sender(site.env, site.id, source, site.role(spec.target, Taker), event)


def retune(live: OpenLoop, spec: Client, site: Site) -> None:
    """It sends by another law of arrivals from now on."""
    live.retune(_arrivals(spec, site))


def _arrivals(spec: Client, site: Site) -> ArrivalSource:
    rng = generator(site.seed, f"{site.id}/arrivals")
    return arrival_source(spec, rng, site.duration_s, site.trace)


def _caller(spec: Client, site: Site, source: Any) -> SynchronousClient | AsynchronousClient:
    if spec.asynchronous:
        events = site.role(spec.target, Taker)
        return AsynchronousClient(site.env, site.id, source, events)
    return SynchronousClient(site.env, site.id, source, site.live(spec.target))


def _keyed(spec: Client, site: Site, source: Any, target: Any) -> KeyedProducer:
    unsaid = MANY_KEYS if target.spreads_keys else ONE_KEY
    keys = drawn_keys(site.id, spec.keys, site.seed, unsaid, site.trace)
    sends = (site.env, site.id, source, target, keys, poison(site.id, spec.poison, site.seed))
    again = spec.sent_again
    if again is None or not hasattr(target, "put_again"):
        if spec.poison is None and target.reads_keys and hasattr(target, "coming"):
            return GroupedProducer(site.env, site.id, source, target, keys)
        return KeyedProducer(*sends)
    return RepeatingProducer(*sends, again.rate, again.after, site.seed)
