"""The prices of a profile, as a component asks for them."""

from __future__ import annotations

from simcore.frozen import frozen
from simcore.quotas import Profile

__all__ = ["Prices", "Unpriced"]


@frozen
class Prices:
    """The rows of one profile in one Region."""

    profile: Profile
    region: str

    def of(self, key: str) -> float:
        """The number in a row."""
        return float(self.profile.value(key, self.region))

    def has(self, key: str) -> bool:
        """Whether the profile has the row."""
        return self.profile.has(key)


@frozen
class Unpriced:
    """Why a component is charged nothing although it costs something: no price was read."""

    why: str
