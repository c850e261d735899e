"""Records that make a handler fail.

Models: a record that fails by chance, each time it is in a batch; a poisoned one that always does.
    With `ReportBatchItemFailures` the handler names them, otherwise it fails as a whole.
Ignores: handlers that name the wrong records.
States: nothing; the function states how the invocation ended.

Sources: AWS Lambda Developer Guide, services-sqs-errorhandling (12 Jul 2026).
"""

from __future__ import annotations

from typing import Any

from simcore.awslambda.environments import ExecutionEnvironment
from simcore.engine.streams import Stream, generator, uniform
from simcore.facts import ERROR, SUCCESS


class RecordFailures:
    """Of one function: at ``rate`` by chance (a fraction), and ``reported`` or not.

    Only where records ``may_be_poisoned`` is a payload asked for those that are.
    """

    def __init__(
        self, id: str, rate: float, *, reported: bool, may_be_poisoned: bool, seed: int
    ) -> None:
        self.retune(rate, reported=reported, may_be_poisoned=may_be_poisoned)
        self._chances = Stream(generator(seed, f"{id}/item_error"), uniform)

    def retune(self, rate: float, *, reported: bool, may_be_poisoned: bool) -> None:
        """From now on."""
        self.happen = rate > 0.0 or may_be_poisoned
        self._rate, self._reported, self._may_be_poisoned = rate, reported, may_be_poisoned

    def decide(self, environment: ExecutionEnvironment) -> None:
        """Which records of the invocation fail, and whether it fails with them."""
        failed = self._failed(environment.payload)
        if environment.outcome == SUCCESS and failed and not self._reported:
            environment.outcome = ERROR
        environment.failed_items = failed

    def _failed(self, payload: Any) -> tuple[int, ...]:
        failed: tuple[int, ...] = ()
        if self._rate > 0.0:
            toss = self._chances.next
            failed = tuple(i for i in range(len(payload)) if toss() < self._rate)
        if self._may_be_poisoned and hasattr(payload, "poisoned"):
            failed = tuple(sorted({*failed, *payload.poisoned()}))
        return failed
