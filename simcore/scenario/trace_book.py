"""The recorded traces of a scenario, held beside its fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simcore.engine.trace import Trace
    from simcore.scenario.traces import Resolver

__all__ = ["TraceBook"]


class TraceBook(Mapping[str, "Trace"]):
    """Traces by the id of the client that replays them; equal when their SHA-256 are.

    `resolve` finds a trace by name, as it found these; None for a scenario without a folder.
    """

    def __init__(
        self,
        traces: Mapping[str, Trace] | None = None,
        resolve: Resolver | None = None,
    ) -> None:
        self._traces = dict(traces or {})
        self.resolve = resolve

    def __getitem__(self, component: str) -> Trace:
        return self._traces[component]

    def __iter__(self) -> Iterator[str]:
        return iter(self._traces)

    def __len__(self) -> int:
        return len(self._traces)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TraceBook):
            return NotImplemented
        return self._hashes() == other._hashes()

    def __hash__(self) -> int:
        return hash(frozenset(self._hashes().items()))

    def _hashes(self) -> dict[str, str]:
        return {component: trace.sha256 for component, trace in self._traces.items()}
