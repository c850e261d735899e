"""Facts of an event bus."""

from typing import NamedTuple


class EventPut(NamedTuple):
    """An event was put on a bus."""

    t: float
