"""What can be done to a queue in the middle of a run."""

from typing import Annotated, Any, Literal

from simcore.component import Site
from simcore.component.action import Action
from simcore.errors import DeedRefused
from simcore.spec.actions import ActionSpec
from simcore.spec.annotations import Meaning
from simcore.spec.quantities import Seconds
from simcore.units import format_duration_s

__all__ = ["ACTIONS"]

LONGEST_S = 60.0


class Purge(ActionSpec):
    """All its messages are deleted, also those in flight (PurgeQueue)."""

    label = "Purge"
    action: Literal["purge"]
    takes: Annotated[
        float,
        Seconds(0, LONGEST_S),
        Meaning("until they are gone, with those that came meanwhile; AWS: up to 60 s"),
    ] = 0.0


def _purge(live: Any, action: Purge, site: Site) -> None:
    every_s = site.value("sqs.purge_every_s")
    since_s = live.env.now - live.purges.asked_at
    if since_s < every_s:
        why = (
            f"a purge began {format_duration_s(round(since_s, 3))} before, and AWS takes one in "
            f"{format_duration_s(every_s)}"
        )
        raise DeedRefused(site.id, "PurgeQueueInProgress", why)
    live.purges.begin(action.takes)


ACTIONS = (Action(Purge, begin=_purge),)
