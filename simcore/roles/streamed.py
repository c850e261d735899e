"""A response that is streamed: how long it takes until the last of its bytes has left.

Models: the first bytes leave as fast as they come, those after them at a rate.
Ignores: how the bytes spread over the time in which they are written; the way to the client.
"""

from __future__ import annotations

from simcore.frozen import frozen


@frozen
class StreamLimit:
    """``unthrottled_bytes`` at once, then ``bytes_per_s``; ``most_bytes`` in all."""

    unthrottled_bytes: int
    bytes_per_s: float
    most_bytes: int

    def takes_s(self, bytes: int) -> float:
        """Seconds from the first byte to the last one."""
        return max(min(bytes, self.most_bytes) - self.unthrottled_bytes, 0) / self.bytes_per_s
