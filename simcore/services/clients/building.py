"""A live client, from what a scenario says of it and of its target.

What looks at answers is loaded where a client does: a run waits for no more than it has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcore.component import Site
from simcore.component.arriving import arrival_source
from simcore.component.convert import MANY_KEYS, ONE_KEY, drawn_keys, poison
from simcore.component.strides import stride
from simcore.engine.arrivals import ArrivalSource
from simcore.engine.streams import generator
from simcore.roles.event import Event
from simcore.roles.invocable import DeniedInvocable, Invocable
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

if TYPE_CHECKING:
    from simcore.services.clients.pages import OpenCaller
    from simcore.services.clients.users import Users

    Plain = SynchronousClient | AsynchronousClient | Producer | KeyedProducer | Sender
    AnyClient = Plain | OpenCaller | Users

__all__ = ["arrivals", "build", "retune"]


def build(spec: Client, site: Site) -> AnyClient:
    """By what the target is: it is invoked, or messages are sent to it, with keys or without."""
    source = None if spec.arrivals.closed_loop is not None else arrivals(spec, site)
    target = site.live(spec.target)
    if source is None or _calls(spec, site):
        from simcore.services.clients.calling import caller

        return caller(spec, site, source)
    if hasattr(target, "invoke"):
        return _caller(spec, site, source)
    if hasattr(target, "put") and (target.reads_keys or spec.poison is not None):
        return _keyed(spec, site, source, target)
    if hasattr(target, "coming"):
        return Producer(site.env, site.id, source, target)
    event = Event(bytes=spec.message_size)
    return Sender(site.env, site.id, source, site.role(spec.target, Taker), event)


def retune(live: AnyClient, spec: Client, site: Site) -> None:
    """It sends by another law of arrivals from now on, and does something else with answers."""
    from simcore.services.clients.retuning import retuned

    retuned(live, spec, site)


def _calls(spec: Client, site: Site) -> bool:
    """Does it do more than send, or does its target want to know what is asked for?"""
    target = site.graph.components[spec.target]
    if not spec.sends_plainly() or target.answers == "http":
        return True
    if spec.poison is not None and spec.asynchronous:
        return True
    return isinstance(site.role(spec.target, Invocable), DeniedInvocable)


def arrivals(spec: Client, site: Site) -> ArrivalSource:
    """When it sends, from what a scenario says."""
    rng = generator(site.seed, f"{site.id}/arrivals")
    return arrival_source(spec, rng, site.duration_s, site.trace)


def _caller(spec: Client, site: Site, source: Any) -> SynchronousClient | AsynchronousClient:
    if spec.asynchronous:
        events = site.role(spec.target, Taker)
        return AsynchronousClient(site.env, site.id, source, events)
    return SynchronousClient(site.env, site.id, source, site.live(spec.target), stride(site))


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
