"""The caches of a distribution: edge locations, regional edge caches, Origin Shield.

Models: a response is kept until its time is over, at every cache that it passes on its way; a
    request for what one of them is just getting waits there for that answer (request collapsing),
    and gets it whether it may be kept or not. Of a cache key: the number of what is asked for, and
    the behavior.
Ignores: how much a cache holds, and what it lets go of for want of room; headers, cookies and query
    strings of the key; requests with If-Modified-Since for what has expired, which cost the origin
    less; where viewers are.
States: nothing; the distribution states what it answers.

Sources: Amazon CloudFront Developer Guide (April 2026), RequestAndResponseBehaviorCustomOrigin
(simultaneous requests for the same object), HowCloudFrontWorks, origin-shield.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Key = tuple[int, int]
"""The number of the behavior, and of the resource."""

Entry = tuple[float, int, int | None]
"""Until when a response is kept, its status, and its size (bytes) where it is not the origin's."""


class Cache:
    """One of them; ``depth`` is 0 at the edge, ``behind`` the one that it asks."""

    def __init__(self, depth: int, behind: Cache | None) -> None:
        self.depth, self.behind = depth, behind
        self.kept: dict[Key, Entry] = {}
        self.waiting: dict[Key, list[Any]] = {}

    def fresh(self, now: float, key: Key) -> Entry | None:
        """What is kept of it, and not over."""
        entry = self.kept.get(key)
        return entry if entry is not None and now < entry[0] else None

    def release(self, now: float, key: Key, entry: Entry) -> list[Any]:
        """Keep it; all who have waited for it here, viewers' requests and caches, the first one
        first."""
        if now < entry[0]:
            self.kept[key] = entry
        return self.waiting.pop(key)


def tiers_of(counts: Sequence[int]) -> list[Cache]:
    """The caches at the edge, with those behind them: the k-th asks the k-th behind it, and so on
    from the first again."""
    behind: list[Cache] = []
    for depth in reversed(range(len(counts))):
        if counts[depth]:
            behind = [
                Cache(depth, behind[n % len(behind)] if behind else None)
                for n in range(counts[depth])
            ]
    return behind


def all_of(edges: Sequence[Cache]) -> list[Cache]:
    """Each cache once."""
    found: dict[int, Cache] = {}
    for cache in edges:
        one: Cache | None = cache
        while one is not None and id(one) not in found:
            found[id(one)] = one
            one = one.behind
    return list(found.values())
