"""What a stream and a table have in common.

Models: records are put by key (PutRecord, PutItem), one by one, or foreseen where only clients
    write, at their own pace.
Ignores: what a write is called and costs: see who owns the shards.
States: nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from simcore.engine.environment import Environment
from simcore.roles.event import Event
from simcore.roles.foreseen import ForeseenWrites
from simcore.roles.keyed import KeyedWrites


class KeyedSource:
    """A stream or a table; ``foreseen`` are its writes where it knows them before they come."""

    env: Environment
    _keyed: KeyedWrites
    foreseen: ForeseenWrites | None = None
    reads_keys = True
    spreads_keys = True

    def bind(self) -> None:
        """Nothing: the writes have no aliases that do not pickle."""

    def foresee(self) -> None:
        """Nothing writes but clients that put records at their own pace."""
        self.foreseen = ForeseenWrites(self.env, self._keyed)

    def shards_changed(self) -> None:
        """Keys belong elsewhere now."""
        self._keyed.forget_places()
        if self.foreseen is not None:
            self.foreseen.shards_changed()

    def state_writes(self) -> None:
        """State what has been written by now."""
        if self.foreseen is not None:
            self.foreseen.state()

    def deliver(self, now: float, event: Event) -> bool:
        """Put what another part sends; False when its shard refuses it."""
        if self.foreseen is not None:
            self.foreseen.make_way()
        return self._keyed.put(now, event.key, event.poison)

    @property
    def put(self) -> Callable[[float, int, bool], bool]:
        """:meth:`KeyedWrites.put`, without a call in between."""
        return self._keyed.put
