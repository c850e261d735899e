"""Facts of function URLs."""

from typing import Final, NamedTuple

STATUSES: Final = (200, 403, 413, 429, 502, 504)
"""Of the answers; facts hold their places."""
THROTTLED_AT: Final = STATUSES.index(429)
CLIENT_ERRORS = tuple(n for n, status in enumerate(STATUSES) if 400 <= status < 500)
SERVER_ERRORS = tuple(n for n, status in enumerate(STATUSES) if status >= 500)


class UrlRequested(NamedTuple):
    """A function URL received a request."""

    t: float


class UrlAnswered(NamedTuple):
    """A request that ``came`` then was answered, with one of `STATUSES`."""

    t: float
    came: float
    status: int


class UrlStreamBegun(NamedTuple):
    """A function has written all of its streamed response, whose first byte left after this."""

    t: float
    first_byte_s: float


class UrlObserved(NamedTuple):
    """Requests that wait for their answer."""

    t: float
    waiting: int
