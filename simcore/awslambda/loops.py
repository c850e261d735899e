"""What handlers send and what comes back to them: the circles, and whether Lambda stops them.

Through what Lambda sees them was read in its Developer Guide, invocation-recursion (12 Jul 2026).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from simcore.awslambda.spec import Function
from simcore.component import Graph
from simcore.component.graph import SYNCHRONOUS
from simcore.quotas import Profile

__all__ = ["LIMIT", "gain", "is_cut", "loops", "sending"]

LIMIT = "lambda.async.recursion_limit"
WATCHED = ("function", "queue", "event_source_mapping", "topic", "bucket")
"""Through what Lambda sees a loop."""
ONWARD = ("send", "invoke-async", "notify", "on-success", "on-failure", "receive", "read")

Way = Sequence[str]


def loops(graph: Graph) -> list[list[str]]:
    """The circles on which a handler sends."""
    return [way for way in graph.circles(SYNCHRONOUS, *ONWARD) if sending(graph, way)]


def sending(graph: Graph, way: Way) -> list[str]:
    """The functions on the way whose handler sends to the next."""
    steps = set(_steps(way))
    return [
        r.owner for r in graph.references if r.refers.by_handler and (r.owner, r.target) in steps
    ]


def is_cut(graph: Graph, profile: Profile, way: Way) -> bool:
    """Does Lambda see it, and is not told to let it go on?"""
    functions = graph.of(Function)
    return profile.has(LIMIT) and all(
        graph.type_of(id) in WATCHED
        and not getattr(graph.components[id], "fair", False)
        and (id not in functions or functions[id].recursive_loop != "Allow")
        for id in way
    )


def gain(graph: Graph, way: Way) -> float:
    """To how many more one invocation leads when it has gone round; from 1 on it never ends."""
    return prod(_share(graph, *step) for step in _steps(way))


def _steps(way: Way) -> list[tuple[str, str]]:
    return list(zip(way, [*way[1:], way[0]], strict=True))


def _share(graph: Graph, source: str, target: str) -> float:
    """Of what comes to one what goes on to the other; what is read is all of it."""
    shares = [r.share for r in graph.references if (r.owner, r.target) == (source, target)]
    return sum(shares) if shares else 1.0
