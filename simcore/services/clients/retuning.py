"""A live client that is told something else in the middle of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcore.component import Site
from simcore.engine.arrivals import OpenLoop
from simcore.errors import RetuneError
from simcore.roles.invocable import DeniedInvocable, Invocable
from simcore.roles.taker import Denied, Taker
from simcore.services.clients.building import arrivals
from simcore.services.clients.caller import Caller
from simcore.services.clients.calling import retune_caller
from simcore.services.clients.open_loop import AsynchronousClient, SynchronousClient
from simcore.services.clients.spec import Client

if TYPE_CHECKING:
    from simcore.services.clients.building import AnyClient

__all__ = ["retuned"]

HOLDS = ("function", "target", "taker")
"""Where clients and their ways have the target."""
MADE_PLAIN = "it was made to send whatever comes back, and looks at no answer"


def retuned(live: AnyClient, spec: Client, site: Site) -> None:
    """It sends by another law of arrivals from now on, and does something else with answers."""
    _check_rights(live, spec, site)
    if isinstance(live, Caller):
        retune_caller(live, spec, site)
    elif not spec.sends_plainly():
        raise RetuneError(site.id, "arrivals, parallel, timeout or sdk", MADE_PLAIN)
    if isinstance(live, OpenLoop):
        if spec.arrivals.closed_loop is not None:
            raise RetuneError(site.id, "arrivals", "no users come in their place")
        live.retune(arrivals(spec, site))


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
