"""What a handler sends on, from what a scenario says of its function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simcore.awslambda.spec import Function
from simcore.component import Graph, Site
from simcore.component.convert import MANY_KEYS, ONE_KEY, law_of_keys
from simcore.roles.taker import Taker

if TYPE_CHECKING:
    from simcore.awslambda.sends import Send

__all__ = ["handler_sends", "takers"]

SPREADS = ("stream", "table")
"""Where records go to shards by their keys: a thousand of them, where nothing is said."""


def handler_sends(spec: Function, graph: Graph) -> tuple[Send, ...]:
    """What the handler sends, in order."""
    if not spec.sends:
        return ()
    from simcore.awslambda.sends import Send

    return tuple(
        Send(
            send.target,
            by_record=send.per == "record",
            probability=send.probability,
            count=send.count,
            always=send.when == "always",
            catches_errors=send.catches_errors,
            bytes=send.message_size,
            keys=law_of_keys(
                send.keys, MANY_KEYS if graph.type_of(send.target) in SPREADS else ONE_KEY
            ),
        )
        for send in spec.sends
    )


def takers(spec: Function, site: Site) -> dict[str, Taker]:
    """Who takes it."""
    return {send.target: site.role(send.target, Taker) for send in spec.sends}
