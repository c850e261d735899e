"""Reserved, account and maximum concurrency."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.spec import Function
from simcore.component import Subject, error
from simcore.errors import Check

__all__ = ["CHECKS"]


def reserved_above_account(subject: Subject) -> Iterator[Check]:
    """AWS leaves a part of the account's concurrency unreserved."""
    account = int(subject.value("lambda.account_concurrency"))
    unreserved = int(subject.value("lambda.unreserved_minimum"))
    reserved = {
        id: function.reserved_concurrency
        for id, function in subject.of(Function).items()
        if function.reserved_concurrency
    }
    total = sum(reserved.values())
    if not reserved or total <= account - unreserved:
        return  # an account that is smaller than that (new ones have 10) can reserve nothing
    last = list(reserved)[-1]
    left = max(account - unreserved - (total - reserved[last]), 0)
    yield error(
        "function.reserved-above-account",
        f"components.{last}.reserved_concurrency",
        f"{total:,} reserved altogether; an account of {account:,} leaves "
        f"{max(account - unreserved, 0):,}, because {unreserved:,} stay unreserved",
        f"at most {left:,} here ({subject.cited('lambda.unreserved_minimum')}), or raise "
        "quotas.lambda.account_concurrency",
    )


CHECKS = (reserved_above_account,)
