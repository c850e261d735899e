"""The response cache of a stage.

Models: GET requests; a response for each resource, for so long; what does not fit any longer makes
    room for the response used last of all (least recently used: assumed, as nothing is published).
Ignores: what is invalidated by clients (Cache-Control: max-age=0), encryption, the four minutes
    until a new or resized cache is there, that AWS caches on a best-effort basis; requests for the
    same resource that come before its first response all go to the integration (assumed).

Sources: Amazon API Gateway Developer Guide, api-gateway-caching (Apr 2026).
"""

from __future__ import annotations

from collections import OrderedDict

from simcore.services.api_gateway.settings import CacheSettings


class ResponseCache:
    """Responses by resource, those used last at the end: until when each is fresh, and its size."""

    __slots__ = ("_kept", "_used_bytes", "settings")

    def __init__(self, settings: CacheSettings) -> None:
        self.settings = settings
        self._kept: OrderedDict[int, tuple[float, int]] = OrderedDict()
        self._used_bytes = 0

    def has(self, now: float, resource: int) -> bool:
        """Is a response there that is still fresh?"""
        kept = self._kept.get(resource)
        if kept is None:
            return False
        if kept[0] <= now:
            self._drop(resource)
            return False
        self._kept.move_to_end(resource)
        return True

    def keep(self, now: float, resource: int, bytes: int) -> None:
        """Keep a response, unless it is too large."""
        settings = self.settings
        size = max(bytes, 1)
        if settings.ttl_s <= 0.0 or size > min(settings.item_max_bytes, settings.capacity_bytes):
            return
        if resource in self._kept:
            self._drop(resource)
        while self._used_bytes + size > settings.capacity_bytes:
            self._drop(next(iter(self._kept)))
        self._kept[resource] = (now + settings.ttl_s, size)
        self._used_bytes += size

    def _drop(self, resource: int) -> None:
        self._used_bytes -= self._kept.pop(resource)[1]
