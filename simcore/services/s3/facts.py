"""Facts of a bucket."""

from typing import NamedTuple


class ObjectPut(NamedTuple):
    """An object was put into a bucket."""

    t: float
