"""What flows between components, as a run's header draws it: who feeds whom, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["Edges"]


class Edges:
    """The edges of a topology, ``{from, to, kind}`` each."""

    def __init__(self, edges: Iterable[Mapping[str, str]] = ()) -> None:
        self._edges = [(edge["from"], edge["to"], edge["kind"]) for edge in edges]

    def sources(self, id: str, *kinds: str) -> list[str]:
        """Where edges to a component come from; those of ``kinds`` only, if any are named."""
        return [start for start, end, kind in self._edges if end == id and _is(kind, kinds)]

    def targets(self, id: str, *kinds: str) -> list[str]:
        """Where edges from a component lead to; those of ``kinds`` only, if any are named."""
        return [end for start, end, kind in self._edges if start == id and _is(kind, kinds)]


def _is(kind: str, kinds: tuple[str, ...]) -> bool:
    return not kinds or kind in kinds
