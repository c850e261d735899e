"""Facts of a distribution."""

from typing import Final, NamedTuple

VIEWER_REQUEST: Final = 0
ORIGIN_REQUEST: Final = 1
ORIGIN_RESPONSE: Final = 2
VIEWER_RESPONSE: Final = 3
POINTS = ("viewer-request", "origin-request", "origin-response", "viewer-response")
"""Where functions run: event types, letter for letter."""

EDGE_HIT: Final = 0
REGIONAL_HIT: Final = 1
SHIELD_HIT: Final = 2
MISS: Final = 3
NOT_CACHED: Final = 4
GENERATED: Final = 5
FAILED: Final = 6
LIMITED: Final = 7
KEPT_ERROR: Final = 8
ORIGIN_ERROR: Final = 9
RESULTS = (
    "hit",
    "regional-hit",
    "origin-shield-hit",
    "miss",
    "not-cached",
    "generated",
    "edge-error",
    "limit-exceeded",
    "kept-error",
    "origin-error",
)
"""How a viewer's request was answered. A request that waits for another one's answer (request
collapsing) is a hit of the cache at which it waits; an answer of 400 or more is an error, kept by
that cache, the origin's, or that of a function at the edge."""

DONE: Final = 0
EXECUTION_ERROR: Final = 1
VALIDATION_ERROR: Final = 2
LIMIT_EXCEEDED: Final = 3
ENDINGS = ("done", "execution error", "invalid response", "limit exceeded")
"""How a function at the edge ended."""

ANSWERED: Final = 0
NO_ANSWER: Final = 1
NOT_CONNECTED: Final = 2
ORIGIN_ENDINGS = ("answered", "no answer in time", "not connected")


class ViewerRequest(NamedTuple):
    """A viewer's request came."""

    t: float


class ViewerAnswered(NamedTuple):
    """A viewer's request that ``came`` then was answered; ``result`` indexes ``RESULTS``."""

    t: float
    came: float
    status: int
    result: int
    bytes: int


class OriginAsked(NamedTuple):
    """A request was sent to an origin, by its number from 1; ``attempt`` counts from 1.

    ``secondary`` says that it is the second of an origin group.
    """

    t: float
    origin: int
    attempt: int
    secondary: int


class OriginEnded(NamedTuple):
    """That was over: ``ending`` indexes ``ORIGIN_ENDINGS``, ``status`` is that of an answer."""

    t: float
    asked: float
    origin: int
    status: int
    ending: int


class EdgeFunctionEnded(NamedTuple):
    """A function was invoked at a ``point`` and ended; both index the tables above."""

    t: float
    point: int
    ending: int


class DistributionObserved(NamedTuple):
    """Viewers that wait; what is on its way to origins; responses in the caches, with those whose
    time is over."""

    t: float
    waiting: int
    at_origin: int
    cached: int
