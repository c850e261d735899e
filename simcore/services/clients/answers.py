"""What a client makes of an answer: which kind it is, and whether it is worth another attempt.

Models: 429 and messages that were not taken, which are throttles; 500, 502, 503, 504 and timeouts,
    which are transient; 403 and other errors of the client, which are final, as is an error of the
    function: Invoke answers it with 200, and X-Amz-Function-Error.
Ignores: the codes of errors, by which SDKs tell throttles that come as 400 or 503.
States: nothing; the caller states the answers.

Sources: botocore 1.44.5, retries/standard.py; AWS Lambda Developer Guide, invocation-sync (12 Jul
2026).
"""

from __future__ import annotations

from typing import Final

from simcore.facts import ERROR, SUCCESS, THROTTLED, TIMEOUT
from simcore.roles.invocable import Reply
from simcore.roles.request import TOO_MANY_REQUESTS

OK: Final = 0
FUNCTION_ERROR: Final = 1
REFUSED: Final = 2
FORBIDDEN: Final = 3
CLIENT_ERROR: Final = 4
SERVER_ERROR: Final = 5
GIVEN_UP: Final = 6

ANSWERS = ("2xx", "function-error", "429", "403", "4xx", "5xx", "none-in-time")
"""Kinds of answers: `function-error` is 200 with X-Amz-Function-Error, `none-in-time` is none."""

TRANSIENT = frozenset({SERVER_ERROR, GIVEN_UP})
RETRYABLE = TRANSIENT | {REFUSED}
RETRYABLE_STATUSES = frozenset({500, 502, 503, 504})

OUTCOMES_OF = (SUCCESS, ERROR, THROTTLED, ERROR, ERROR, ERROR, TIMEOUT)
"""What a request that ends with an answer came to, by its kind."""

STATUS_OF = {OK: 200, REFUSED: TOO_MANY_REQUESTS, FORBIDDEN: 403}
"""Of an answer that is there at once."""


def answer_of(reply: Reply) -> int:
    """The kind of an answer that came."""
    status = reply.status
    if status < 400:
        return OK if reply.outcome == SUCCESS else FUNCTION_ERROR
    if status == TOO_MANY_REQUESTS:
        return REFUSED
    if status == 403:
        return FORBIDDEN
    return SERVER_ERROR if status in RETRYABLE_STATUSES else CLIENT_ERROR
