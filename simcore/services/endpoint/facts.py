"""Facts of an HTTP endpoint."""

from typing import NamedTuple


class EndpointAnswered(NamedTuple):
    """A request was answered; ``failed`` is 1 where that was a server error."""

    t: float
    failed: int
