"""Clients that wait for answers: timeouts, users who do not think, what nobody looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcore.component import Subject, warning
from simcore.component.convert import distribution
from simcore.errors import Check
from simcore.services.clients.spec import Client
from simcore.units import format_duration_s

__all__ = ["CALL_CHECKS"]

HARDLY_S = 0.1
"""Who thinks for less than this on average goes round as fast as answers come."""


def gives_up_early(subject: Subject) -> Iterator[Check]:
    """A client's timeout below what the function usually takes: the work is done in vain, again."""
    for id, client in subject.of(Client).items():
        target: Any = subject.graph.components.get(client.target)
        if client.timeout is None or client.asynchronous or _usual_s(target) <= client.timeout:
            continue
        takes, waits = format_duration_s(_usual_s(target)), format_duration_s(client.timeout)
        tries = "" if client.sdk is None else ", asks again,"
        yield warning(
            "client.timeout-below-duration",
            f"components.{id}.timeout",
            f"{id} waits for {waits}{tries} and {client.target} takes {takes}: it runs on for "
            "nobody, and is paid for",
            f"wait for longer than {client.target} may run, or invoke it asynchronously",
        )


def _usual_s(target: Any) -> float:
    """What half of a function's invocations take at least, cut off by its timeout."""
    law = getattr(target, "duration", None)
    if law is None or getattr(target, "answers", "") != "invoke":
        return 0.0
    usual = float(distribution(law).quantile(0.5))
    return min(usual, target.timeout) if target.timeout is not None else usual


def does_not_think(subject: Subject) -> Iterator[Check]:
    """Users without a thought whose answers may be there at once: they ask all the time."""
    for id, client in subject.of(Client).items():
        loop = client.arrivals.closed_loop
        target: Any = subject.graph.components.get(client.target)
        if loop is None or distribution(loop.think_time).mean >= HARDLY_S:
            continue
        if (why := _at_once(client, loop.users, target)) is not None:
            fastest = loop.users * client.parallel / loop.turnaround
            yield warning(
                "client.no-think-time",
                f"components.{id}.arrivals.closed_loop.think_time",
                f"users hardly think, and {why}: they ask again after "
                f"{format_duration_s(loop.turnaround)}, up to {fastest:,.0f} times a second",
                "give them a think time, or turnaround the time that a client takes at least",
            )


def _at_once(client: Client, users: int, target: Any) -> str | None:
    """Why an answer may be there at once."""
    if client.asynchronous or not getattr(target, "answers", ""):
        return "what they send is taken at once"
    room = getattr(target, "reserved_concurrency", None)
    if room is None or users * client.parallel <= room:
        return None
    return f"{client.target} has room for {room}: who is refused is told at once"


def nothing_to_look_at(subject: Subject) -> Iterator[Check]:
    """What is said of requests over HTTP, to what is none; a timeout where nobody waits."""
    for id, client in subject.of(Client).items():
        target: Any = subject.graph.components.get(client.target)
        if target is None:
            continue
        unused = [name for name in _unused(client, target.answers) if _says(client, name)]
        if unused:
            yield warning(
                "client.request-unused",
                f"components.{id}.{unused[0]}",
                f"{client.target} looks at no {' and '.join(unused)}: nothing changes",
                "of requests to a front door: an API, a load balancer, a distribution",
            )


def _unused(client: Client, answers: str) -> tuple[str, ...]:
    told = () if answers == "http" else ("resources", "callers", "method")
    waits = answers and not client.asynchronous
    return told if waits else (*told, "timeout")


def _says(client: Client, name: str) -> bool:
    if name == "timeout" and client.sdk is not None:
        return False  # it may be the SDK's own
    return bool(getattr(client, name) != type(client).model_fields[name].default)


CALL_CHECKS = (gives_up_early, does_not_think, nothing_to_look_at)
