"""Reserved, account and maximum concurrency."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.spec import Function
from simcore.component import Subject, error, warning
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


def reserved_zero(subject: Subject) -> Iterator[Check]:
    """Reserved concurrency of 0 is how a function is switched off."""
    with_events = subject.graph.invoked_asynchronously()
    for id, function in subject.of(Function).items():
        if function.reserved_concurrency != 0 or not subject.graph.into(id):
            continue
        events = "; its asynchronous events are given up at once, without a retry"
        yield warning(
            "function.reserved-zero",
            f"components.{id}.reserved_concurrency",
            f"0: {id} never runs, and nothing that it is to process ever is"
            f"{events if id in with_events else ''}",
            "1 or more, or leave it out",
        )


CHECKS = (reserved_above_account, reserved_zero)
