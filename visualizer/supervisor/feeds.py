"""The feeds of all runs that somebody is on or looks at, and a way to find out about the others."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from weakref import WeakValueDictionary

from visualizer.supervisor import store
from visualizer.supervisor.feed import Feed
from visualizer.supervisor.hands import Hands

DELETED = "This run was deleted."
HELD = 64


class Feeds:
    """One feed a run, for as long as somebody has it."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.known: WeakValueDictionary[str, Feed] = WeakValueDictionary()
        self.asking: dict[str, asyncio.Future[Feed | None]] = {}
        # Held for a while after their end, so that nobody is told an older state from a slow read.
        self.recent: deque[Feed] = deque(maxlen=HELD)

    def get(self, run_id: str) -> Feed | None:
        return self.known.get(run_id)

    def values(self) -> Iterator[Feed]:
        """Those that there are; from any thread."""
        found = (reference() for reference in self.known.valuerefs())
        return (feed for feed in found if feed is not None)

    def of(self, run_id: str) -> Feed:
        """The feed of a run that somebody is on, or a new one."""
        return self.known.get(run_id) or self._new(run_id)

    async def find(self, run_id: str) -> Feed | None:
        """What is known about a run; None when there is none of that name."""
        if (feed := self.known.get(run_id)) is not None:
            return feed
        if (asking := self.asking.get(run_id)) is None:
            asking = self.asking[run_id] = asyncio.ensure_future(self._described(run_id))
            asking.add_done_callback(lambda _: self.asking.pop(run_id, None))
        return await asyncio.shield(asking)

    async def _described(self, run_id: str) -> Feed | None:
        """Read once for all who ask meanwhile."""
        described = await self.hands.read(store.describe, run_id)
        if described is None:
            return None
        # It may have been queued meanwhile: then its feed knows better.
        if (feed := self.known.get(run_id)) is None:
            feed = self._new(run_id)
            feed.tell(**described)
        return feed

    async def begin(self, feed: Feed) -> None:
        """What is there of a run that waits: a fork begins with its parent's frames, and one that
        was deleted and is asked for again with none."""
        described = await self.hands.read(store.describe, feed.run)
        if described is not None and feed.state == described["state"] == "queued":
            feed.tell(**{name: described[name] for name in ("header", "frames", "computed_s")})

    def forget(self, run_id: str) -> None:
        """It was deleted: tell who looks at it; a run of the same name begins with nothing."""
        feed = self.known.pop(run_id, None)
        if feed is not None:
            feed.tell(state="stopped", message=DELETED, queue=None)

    def _new(self, run_id: str) -> Feed:
        feed = self.known[run_id] = Feed(run_id)
        return feed
