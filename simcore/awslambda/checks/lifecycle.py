"""How execution environments begin: measured cold starts, the init's limit, SnapStart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simcore.awslambda.spec import Function
from simcore.component import Subject, error, warning
from simcore.errors import Check
from simcore.quotas.presets import cold_starts
from simcore.units import format_duration_s

__all__ = ["CHECKS"]

SNAP_START_RUNTIMES = "lambda.snap_start_runtimes"
NAMED = re.compile(r"([a-z]+)(\d+(?:\.\d+)*)")


def cold_start_not_measured(subject: Subject) -> Iterator[Check]:
    """Neither an init duration, nor a measurement to take it from."""
    for id, function in subject.of(Function).items():
        if function.init_duration is not None:
            continue
        measured = cold_starts()
        found = measured.combinations(function.runtime or "")
        if function.runtime is None or found:
            wanted = f"{function.package} {function.architecture}"
            message = (
                f"no cold start of {function.runtime or 'a function'} as {wanted} was measured"
            )
            hint = f"there is {', '.join(found or measured.combinations('python3.13'))}"
        else:
            message = f'no cold start of the runtime "{function.runtime}" was measured'
            hint = f"there is {', '.join(measured.runtimes())}"
        path = f"components.{id}.runtime"
        yield error(
            "function.cold-start-not-measured", path, message, f"{hint}; or give init_duration"
        )


def init_cut_off(subject: Subject) -> Iterator[Check]:
    """An init that never fits into the Init phase."""
    limit_s = subject.value("lambda.init_limit_s")
    for id, function in subject.of(Function).items():
        constant = function.init_duration.constant if function.init_duration else None
        if constant is not None and constant > limit_s and _limited(function):
            yield warning(
                "function.init-cut-off",
                f"components.{id}.init_duration",
                f"every init takes {format_duration_s(constant)}: it is cut off after "
                f"{format_duration_s(limit_s)} and run again inside the first invocation, within "
                "its timeout",
                subject.cited("lambda.init_limit_s"),
            )


def _limited(function: Function) -> bool:
    """Is its Init phase the one on demand?"""
    return not function.snap_start and function.capacity is None


def snap_start_runtime(subject: Subject) -> Iterator[Check]:
    """SnapStart is for some runtimes only."""
    if not subject.profile.has(SNAP_START_RUNTIMES):
        return
    oldest = str(subject.profile.value(SNAP_START_RUNTIMES)).split()
    for id, function in subject.of(Function).items():
        if function.snap_start and not _supported(function.runtime or "", oldest):
            said = f'the runtime "{function.runtime}"' if function.runtime else "no runtime"
            yield error(
                "function.snap-start-runtime",
                f"components.{id}.{'runtime' if function.runtime else 'snap_start'}",
                f"SnapStart does not work with {said}",
                f"{', '.join(oldest)} or later ({subject.cited(SNAP_START_RUNTIMES)})",
            )


def snap_start_container(subject: Subject) -> Iterator[Check]:
    """SnapStart is not for container images."""
    for id, function in subject.of(Function).items():
        if function.snap_start and function.package == "container":
            yield error(
                "function.snap-start-container",
                f"components.{id}.package",
                "SnapStart does not work with container images",
                "package: zip (Lambda guide, snapstart, 12 Jul 2026)",
            )


def snap_start_provisioned(subject: Subject) -> Iterator[Check]:
    """SnapStart and provisioned concurrency exclude each other."""
    for id, function in subject.of(Function).items():
        amounts = (function.provisioned_concurrency, function.provisioned_tracking)
        if function.snap_start and (any(amounts) or function.provisioned_schedule):
            yield error(
                "function.snap-start-provisioned",
                f"components.{id}.snap_start",
                "SnapStart does not work with provisioned concurrency",
                "keep one of them (Lambda guide, snapstart, 12 Jul 2026)",
            )


def _supported(runtime: str, oldest: list[str]) -> bool:
    language, version = _parts(runtime)
    return any(language == name and version >= least for name, least in map(_parts, oldest))


def _parts(runtime: str) -> tuple[str, tuple[int, ...]]:
    """("python", (3, 12)) of "python3.12"; of what has no version, nothing."""
    found = NAMED.match(runtime)
    if found is None:
        return "", ()
    return found[1], tuple(int(part) for part in found[2].split("."))


CHECKS = (
    cold_start_not_measured,
    init_cut_off,
    snap_start_runtime,
    snap_start_container,
    snap_start_provisioned,
)
