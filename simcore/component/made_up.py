"""What AWS makes up, and nothing simulates: ids, receipt handles, sequence numbers, times of day.

They are computed from the run's seed, a component's id and a number, with no random stream: asked
for once or a thousand times, before or after, they are the same.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from simcore.frozen import frozen

__all__ = ["ACCOUNT", "EPOCH", "MadeUp", "iso", "ms"]

ACCOUNT = "123456789012"
"""The account that AWS's own examples are of."""

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""When a run begins: the time of day that second 0 of every run stands for."""


def moment(t: float) -> datetime:
    """The time of day of a simulated time, to the millisecond."""
    return EPOCH + timedelta(milliseconds=round(t * 1000))


def ms(t: float) -> int:
    """A simulated time as milliseconds since 1970."""
    return round(EPOCH.timestamp() * 1000) + round(t * 1000)


def iso(t: float, timespec: str = "milliseconds") -> str:
    """A simulated time as ISO 8601 in UTC: ``2026-01-01T00:00:01.500Z``."""
    return moment(t).isoformat(timespec=timespec).replace("+00:00", "Z")


@frozen
class MadeUp:
    """Ids of one thing: ``of`` says which, by the seed, its component and its number."""

    of: str

    def _bytes(self, n: int, what: str) -> bytes:
        blocks = (sha256(f"{self.of}/{what}/{i}".encode()).digest() for i in range(-(-n // 32)))
        return b"".join(blocks)[:n]

    def uuid(self, what: str = "id") -> str:
        """A random UUID, version 4."""
        return str(UUID(bytes=self._bytes(16, what), version=4))

    def hex(self, digits: int, what: str) -> str:
        """So many hexadecimal digits."""
        return self._bytes(-(-digits // 2), what).hex()[:digits]

    def letters(self, n: int, what: str) -> str:
        """So many capital letters and digits, as in a key or an id of a user."""
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        return "".join(alphabet[byte % 32] for byte in self._bytes(n, what))

    def base64(self, n: int, what: str) -> str:
        """The text of ``n`` bytes, as in a receipt handle."""
        return b64encode(self._bytes(n, what)).decode()

    def below(self, n: int, what: str) -> int:
        """A whole number below ``n``."""
        return int.from_bytes(self._bytes(8, what), "big") % n
