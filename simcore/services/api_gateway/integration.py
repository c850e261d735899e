"""The integration of an API: one invocation of what is behind it, and its answer.

Models: a synchronous Invoke without any retry. Lambda refuses the call (a throttle, a missing
    permission): 500. The function fails, is cut off by its own timeout, or answers with more than
    Lambda hands over: 502. No answer within the integration timeout: 504, of an HTTP API 503, while
    the invocation goes on and is paid for. What is no function answers with a status of its own,
    which is passed on; where it does not take the call, that is INTEGRATION_FAILURE: 504 (of HTTP
    APIs assumed).
Ignores: mapping templates, statuses that handlers choose, malformed answers (502), asynchronous
    integrations (X-Amz-Invocation-Type), what is no invocation.
States: IntegrationEnded, IntegrationEndedLate.

Sources: AWS Lambda Developer Guide, services-apigateway-errors (2026); Amazon API Gateway Developer
Guide, supported-gateway-response-types (Apr 2026), which are of REST APIs. That an HTTP API says
503, "Service Unavailable", was measured: cortexlabs/cortex issue 1225 (Aug 2020),
serverless/serverless issue 11222 (Jul 2022), anomalyco/sst issue 2232 (Nov 2022).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simcore.engine.environment import Environment
from simcore.facts import ERROR, SUCCESS, TIMEOUT, Ledgers
from simcore.roles.invocable import Invocable, Reply
from simcore.roles.request import Request
from simcore.roles.waiting import Waited, Waiting
from simcore.services.api_gateway.facts import (
    ANSWERED,
    FAILED,
    REJECTED,
    TIMED_OUT,
    TOO_LARGE,
    IntegrationEnded,
    IntegrationEndedLate,
)

GATEWAY_STATUS = {ANSWERED: 200, REJECTED: 500, FAILED: 502, TIMED_OUT: 504}
TOO_LARGE_STATUS = 502
REASON_OF = {status: reason for reason, status in GATEWAY_STATUS.items()}
Ended = Callable[[float, Any, int, Waited], None]
"""At a time, of what was asked for: the status of the answer, and the wait for it."""


def reason_of(status: int) -> int:
    """Why an integration came to a status: that of a function, or of what is like one."""
    return REASON_OF.get(status, ANSWERED if status < 400 else FAILED)


class Integration:
    """Passes requests on; ``ended`` is told of every answer, at once where there is none.

    ``response_fits`` says that Lambda hands over what its function answers; ``timed_out`` is the
    status when there was no answer in time.
    """

    def __init__(
        self,
        env: Environment,
        ledgers: Ledgers,
        ended: Ended,
        timed_out: int = GATEWAY_STATUS[TIMED_OUT],
    ) -> None:
        self._waiting = Waiting(env, self._heard, self._late)
        self._ledger, self._late_ledger = ledgers[IntegrationEnded], ledgers[IntegrationEndedLate]
        self._ended, self._timed_out = ended, timed_out
        self.response_fits = True

    def invoke(
        self,
        now: float,
        target: Invocable[Reply],
        request: Request,
        whose: Any,
        timeout_s: float,
        rejected: int = GATEWAY_STATUS[REJECTED],
    ) -> None:
        """Invoke the target with it, and wait for its answer for so many seconds.

        A call that is refused comes to the status ``rejected``.
        """
        waited = Waited(request, whose, now, now + timeout_s)
        if not self._waiting.invoke(now, target, waited):
            self._over(now, waited, REJECTED, rejected)

    def _heard(self, now: float, waited: Waited, reply: Reply | None) -> None:
        if reply is None:
            self._over(now, waited, TIMED_OUT, self._timed_out)
        elif reply.stands:
            self._over(now, waited, ANSWERED, reply.status)
        elif reply.status == 200 and reply.outcome in (ERROR, TIMEOUT):
            self._over(now, waited, FAILED, GATEWAY_STATUS[FAILED])
        elif reply.status == 200 and not self.response_fits:
            self._over(now, waited, TOO_LARGE, TOO_LARGE_STATUS)
        else:
            reason = ANSWERED if reply.outcome == SUCCESS else FAILED
            self._over(now, waited, reason, reply.status)

    def _over(self, now: float, waited: Waited, reason: int, status: int) -> None:
        self._ledger.append((now, waited.began, reason))
        self._ended(now, waited.whose, status, waited)

    def _late(self, waited: Waited, reply: Reply) -> None:
        self._late_ledger.append((reply.ends, waited.began))
