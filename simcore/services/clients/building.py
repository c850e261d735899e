"""A live client, from what a scenario says of it and of its target."""

from __future__ import annotations

from typing import Any

from simcore.component import Site
from simcore.component.arriving import arrival_source
from simcore.component.convert import MANY_KEYS, ONE_KEY, drawn_keys, poison
from simcore.engine.arrivals import ArrivalSource, OpenLoop
from simcore.engine.streams import generator
from simcore.errors import RetuneError
from simcore.roles.event import Event
from simcore.roles.invocable import DeniedInvocable, Invocable
from simcore.roles.taker import Denied, Taker
from simcore.services.clients.caller import Caller
from simcore.services.clients.calling import caller, calls, retune_caller
from simcore.services.clients.grouped import GroupedProducer
from simcore.services.clients.keyed import KeyedProducer, RepeatingProducer
from simcore.services.clients.open_loop import (
    AsynchronousClient,
    Producer,
    Sender,
    SynchronousClient,
)
from simcore.services.clients.pages import OpenCaller
from simcore.services.clients.spec import Client
from simcore.services.clients.users import Users

__all__ = ["AnyClient", "build", "retune"]

AnyClient = (
    SynchronousClient | AsynchronousClient | Producer | KeyedProducer | Sender | OpenCaller | Users
)


def build(spec: Client, site: Site) -> AnyClient:
    """By what the target is: it is invoked, or messages are sent to it, with keys or without."""
    source = None if spec.arrivals.closed_loop is not None else _arrivals(spec, site)
    target = site.live(spec.target)
    if source is None or calls(spec, site):
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
    _check_rights(live, spec, site)
    if isinstance(live, Caller):
        retune_caller(live, spec, site)
    elif not spec.sends_plainly():
        raise RetuneError(site.id, "arrivals, parallel, timeout or sdk", MADE_PLAIN)
    if isinstance(live, OpenLoop):
        if spec.arrivals.closed_loop is not None:
            raise RetuneError(site.id, "arrivals", "no users come in their place")
        live.retune(_arrivals(spec, site))


HOLDS = ("function", "target", "taker")
"""Where clients and their ways have the target."""


def _check_rights(live: AnyClient, spec: Client, site: Site) -> None:
    """It was made for a target that lets it in, or for one that does not; what takes messages has
    no policy that could deny it."""
    if not isinstance(live, SynchronousClient | AsynchronousClient | Caller):
        return
    way: Any = live.way if isinstance(live, Caller) else live
    target = next(t for name in HOLDS if (t := getattr(way, name, None)) is not None)
    role = Taker if spec.asynchronous else Invocable
    if bool(site.lacks(spec.target, role)) != isinstance(target, Denied | DeniedInvocable):
        raise RetuneError(site.id, "its rights", "a client keeps those that it has at the start")


MADE_PLAIN = "it was made to send whatever comes back, and looks at no answer"


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
