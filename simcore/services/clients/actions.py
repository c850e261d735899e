"""What can be done to a client in the middle of a run."""

from typing import Annotated, Literal

from simcore.component import Site
from simcore.component.action import Action
from simcore.component.convert import MANY_KEYS, ONE_KEY, drawn_keys
from simcore.engine.arrivals import OpenLoop
from simcore.services.clients.keyed import KeyedProducer
from simcore.spec.actions import ActionSpec, LastingSpec
from simcore.spec.annotations import Meaning
from simcore.spec.arrivals import LONGEST_S, MOST
from simcore.spec.quantities import Seconds, Whole

__all__ = ["ACTIONS"]


class Pause(LastingSpec):
    """It sends nothing for a while, or until it is resumed; what it would have sent is left out."""

    label = "Pause"
    action: Literal["pause"]


class Resume(ActionSpec):
    """It sends again, as if there had been no pause."""

    label = "Resume"
    action: Literal["resume"]


class Burst(ActionSpec):
    """So many requests beside those of its arrivals, evenly spread; they count for no limit."""

    label = "Add a burst"
    action: Literal["burst"]
    count: Annotated[int, Whole(1, MOST), Meaning("how many requests")]
    over: Annotated[float, Seconds(0, LONGEST_S), Meaning("from the first to the last")] = 0.0

    def said(self) -> str:
        return f"{self.component}: burst of {self.count:,}"


def _pause(live: OpenLoop, action: Pause, site: Site) -> None:
    live.pause()


def _go_on(live: OpenLoop, action: Pause | Resume, site: Site) -> None:
    live.resume()


def _burst(live: OpenLoop, action: Burst, site: Site) -> None:
    """Keys come from a stream of their own, so that those of all other messages stay."""
    if isinstance(live, KeyedProducer):
        unsaid = MANY_KEYS if getattr(live.target, "spreads_keys", False) else ONE_KEY
        keys, own = site.spec.keys, f"{site.id}/burst"
        live.burst_keys = drawn_keys(own, keys, site.seed, unsaid, site.trace)
    live.burst(action.count, action.over / max(action.count - 1, 1))


ACTIONS = (
    Action(Pause, begin=_pause, end=_go_on),
    Action(Resume, begin=_go_on),
    Action(Burst, begin=_burst),
)
