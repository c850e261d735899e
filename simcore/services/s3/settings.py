"""What a scenario says of a bucket, with the profile's numbers."""

from __future__ import annotations

from simcore.engine.distributions import Distribution
from simcore.frozen import frozen
from simcore.roles.again import Again
from simcore.roles.filtering import FilterCriteria
from simcore.roles.taker import Taker


@frozen
class Notification:
    """Whom S3 tells of the objects whose keys, numbers from [0, 1), the filter accepts.

    ``number`` is its place among the bucket's notifications, from 1 on; 0 is EventBridge.
    """

    taker: Taker
    number: int
    keys: FilterCriteria


@frozen
class BucketSettings:
    """``puts_per_s`` is what all prefixes take together (None: nothing is refused)."""

    latency: Distribution
    again: Again
    duplicate_rate: float = 0.0
    puts_per_s: float | None = None
