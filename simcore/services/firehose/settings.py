"""What a scenario says of a delivery stream, with the profile's numbers."""

from __future__ import annotations

from simcore.frozen import frozen
from simcore.roles.again import Again


@frozen
class Hints:
    """When what is collected goes on: at so many ``bytes``, or so long after the first record."""

    bytes: int
    interval_s: float


@frozen
class TransformSettings:
    """Of the function: ``at_once`` batches at the same time, none of which is waited for longer
    than ``timeout_s``; one that failed is tried ``retries`` times more after the waits of
    ``again``. A share of the records is ``dropped``, the others are ``size_factor`` as large."""

    hints: Hints
    retries: int
    at_once: int
    timeout_s: float
    again: Again
    dropped: float = 0.0
    size_factor: float = 1.0


@frozen
class DeliveryStreamSettings:
    """``records_per_s`` of ``record_bytes`` are taken by Direct PUT, and grow by ``raised_per_min``
    while they are not enough; records that say no size have ``record_bytes``.

    What a bucket refuses is written ``again``. Bytes are billed in steps of ``billed_bytes``.
    """

    hints: Hints
    record_bytes: int
    records_per_s: float
    raised_per_min: float
    again: Again
    billed_bytes: int
    transform: TransformSettings | None = None
