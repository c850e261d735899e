"""Facts of API Gateway."""

from typing import Final, NamedTuple

ADMITTED: Final = 0
REFUSED_BY = (
    "",
    "usage plan quota",
    "usage plan",
    "method",
    "stage",
    "account",
    "new connections",
)
"""Who answers 429: QUOTA_EXCEEDED is the quota's, THROTTLED everybody else's."""
BY_QUOTA, BY_PLAN, BY_METHOD, BY_STAGE, BY_ACCOUNT, BY_NEW_CONNECTIONS = range(1, 7)

STATUSES: Final = (200, 400, 401, 403, 404, 413, 429, 500, 502, 503, 504)
"""Of the answers; facts hold their places."""
THROTTLED_AT: Final = STATUSES.index(429)
UNCHARGED = tuple(STATUSES.index(status) for status in (401, 403, 429))
"""Answers that cost nothing: authorization or an API key failed, or a throttle let it not in."""
CLIENT_ERRORS = tuple(n for n, status in enumerate(STATUSES) if 400 <= status < 500)
SERVER_ERRORS = tuple(n for n, status in enumerate(STATUSES) if status >= 500)

REASONS = ("", "rejected", "failed", "timed out", "response too large")
"""Why an integration gave no answer that could be passed on: Lambda refused the call, the function
failed, nobody waited any longer, the response was larger than Lambda hands over."""
ANSWERED, REJECTED, FAILED, TIMED_OUT, TOO_LARGE = range(5)


def place_of(status: int) -> int:
    """Where a status is in `STATUSES`; of those not listed, where the first of its hundred is."""
    if status in STATUSES:
        return STATUSES.index(status)
    return STATUSES.index(500 if status >= 500 else 400 if status >= 400 else 200)


class ApiRequest(NamedTuple):
    """A REST or HTTP API received a request."""

    t: float


class ApiRequestTraced(NamedTuple):
    """X-Ray samples a request of a REST API."""

    t: float


class ApiThrottled(NamedTuple):
    """A request, a handshake or a message was refused with 429 ``by`` one of `REFUSED_BY`."""

    t: float
    by: int


class RestApiAnswered(NamedTuple):
    """A REST API answered a request that ``came`` then, with one of `STATUSES`."""

    t: float
    came: float
    status: int


class HttpApiAnswered(NamedTuple):
    """The same of an HTTP API; ``bytes`` came and went, metered as so many ``units``."""

    t: float
    came: float
    status: int
    bytes: int
    units: int


class IntegrationEnded(NamedTuple):
    """What was passed on then was answered, or not for one of `REASONS`."""

    t: float
    began: float
    reason: int


class IntegrationEndedLate(NamedTuple):
    """An invocation ended of which the client had been told 504 or 503: nobody got its answer."""

    t: float
    began: float


class CacheLookedUp(NamedTuple):
    """A response was in the cache (1), or was not (0)."""

    t: float
    hit: int


class AuthorizerAsked(NamedTuple):
    """The answer of a Lambda authorizer was in its cache (1), or the function was invoked (0)."""

    t: float
    cached: int


class CanaryTook(NamedTuple):
    """A request went to the canary."""

    t: float


class StreamBegun(NamedTuple):
    """A function has written all of its streamed response, whose first byte left after this."""

    t: float
    first_byte_s: float


class ApiObserved(NamedTuple):
    """Requests that wait for their answer."""

    t: float
    waiting: int
