"""Provisioned concurrency, and what it is taken out of."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.awslambda.spec import AdditionalVersion, Function
from simcore.component import Subject, error, warning
from simcore.errors import Check

__all__ = ["CHECKS"]


def _most(function: Function) -> tuple[int, str]:
    """The most that all versions ever ask for, and the field that says so, or most of it."""
    main, other = _most_of(function), (0, "")
    if function.additional_version is not None:
        other = _most_of(function.additional_version)
    field = main[1] if main[0] >= other[0] else f"additional_version.{other[1]}"
    return main[0] + other[0], field


def _most_of(version: Function | AdditionalVersion) -> tuple[int, str]:
    asked = [(version.provisioned_concurrency or 0, "provisioned_concurrency")]
    asked += [(action.value, "provisioned_schedule") for action in version.provisioned_schedule]
    if version.provisioned_tracking is not None:
        asked.append((version.provisioned_tracking.maximum, "provisioned_tracking.maximum"))
    return max(asked, key=lambda part: part[0])


def above_reserved(subject: Subject) -> Iterator[Check]:
    """Provisioned concurrency is a part of what is reserved."""
    for id, function in subject.of(Function).items():
        reserved, (most, field) = function.reserved_concurrency, _most(function)
        if reserved is None or most < max(reserved, 1):
            continue
        path = f"components.{id}.{field}"
        if most > reserved:
            yield error(
                "function.provisioned-above-reserved",
                path,
                f"{most:,} is more than the {reserved:,} reserved for {id}",
                "provisioned concurrency comes out of reserved concurrency (Lambda guide, "
                "provisioned-concurrency, 12 Jul 2026)",
            )
        else:
            yield warning(
                "function.provisioned-is-reserved",
                path,
                f"all {reserved:,} that are reserved are provisioned: nothing can spill over, and "
                "$LATEST is throttled",
                "reserve more than is provisioned, unless that is the question",
            )


def above_account(subject: Subject) -> Iterator[Check]:
    """What is set apart leaves a part of the account's concurrency unreserved."""
    account = int(subject.value("lambda.account_concurrency"))
    unreserved = int(subject.value("lambda.unreserved_minimum"))
    functions = subject.of(Function)
    reserved = sum(function.reserved_concurrency or 0 for function in functions.values())
    shared = {id: f for id, f in functions.items() if f.reserved_concurrency is None}
    asked = {id: _most(function) for id, function in shared.items() if _most(function)[0]}
    total = reserved + sum(most for most, _ in asked.values())
    if not asked or total <= account - unreserved:
        return
    last, (most, field) = list(asked.items())[-1]
    left = max(account - unreserved - (total - most), 0)
    yield error(
        "function.provisioned-above-account",
        f"components.{last}.{field}",
        f"{total:,} reserved and provisioned altogether; an account of {account:,} leaves "
        f"{max(account - unreserved, 0):,}, because {unreserved:,} stay unreserved",
        f"at most {left:,} here ({subject.cited('lambda.unreserved_minimum')}), or raise "
        "quotas.lambda.account_concurrency",
    )


def tracking_bounds(subject: Subject) -> Iterator[Check]:
    """A minimum above the maximum."""
    for id, function in subject.of(Function).items():
        tracking = function.provisioned_tracking
        if tracking is not None and tracking.minimum > tracking.maximum:
            yield error(
                "function.tracking-bounds",
                f"components.{id}.provisioned_tracking.minimum",
                f"{tracking.minimum:,} is above the maximum, {tracking.maximum:,}",
                "the minimum is at most the maximum",
            )


def with_snap_start(subject: Subject) -> Iterator[Check]:
    """AWS offers one or the other."""
    for id, function in subject.of(Function).items():
        most, field = _most(function)
        if function.snap_start and most:
            yield error(
                "function.provisioned-with-snap-start",
                f"components.{id}.{field}",
                "SnapStart and provisioned concurrency exclude each other",
                "leave one of them out (Lambda guide, snapstart, 12 Jul 2026)",
            )


CHECKS = (above_reserved, above_account, tracking_bounds, with_snap_start)
