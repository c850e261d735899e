"""Pages and files that are made of runs: a few at a time, and each once for all who wait for it.

What was made is kept as long as there is room; what it is made of is in its key, so that another
state of a run or another build of the program makes another one.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

from django.conf import settings

from simcore.reporting import ReportError
from visualizer import apart
from visualizer.apart import Busy
from visualizer.visitor import ASKING, Visitor

EXCEEDED = (
    "{count} of {whose} reports are being made or wait, and there may be {most} ({setting}). "
    "Try again when one is there."
)
FULL = (
    "{most} reports are being made or waited for (WINDTUNNEL_MAX_REPORTS_WAITING). "
    "Try again in a minute."
)
WAITED = (
    "Other reports are being made, and this one has waited {wait_s} s (WINDTUNNEL_REPORT_WAIT_S). "
    "Try again in a minute."
)
TOO_LONG = "making it takes more than {wall_s} s (WINDTUNNEL_REPORT_S)"
TOO_MUCH = "making it takes more memory than {limit_mb:,} MB (WINDTUNNEL_REPORT_MB)"
LESS = "leave sections out, or take Markdown (.md), which has no run in it"

_state = threading.Condition()
_kept: OrderedDict[Hashable, bytes] = OrderedDict()
_awaited: dict[Hashable, Future[bytes]] = {}
_count = {"inside": 0, "at work": 0}
_shares: Counter[str] = Counter()  # of those who have something made, and of their addresses


class TooManyReports(Busy):
    """One visitor, or address, has as many made as one may; the text names the setting."""


def made(key: Hashable, make: Callable[[], bytes]) -> bytes:
    """What `make` makes, or has made for another; raises `Busy`, and what it raises.

    Who waits for what is being made anyway costs nothing more: a share is of what one has made.
    """
    with _state:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    with _inside():
        with _state:
            awaited = _awaited.get(key)
            own = Future[bytes]() if awaited is None else None
            if own is not None:
                _awaited[key] = own
        if own is None and awaited is not None:
            return _of_another(awaited)
        assert own is not None
        return _own(key, own, make)


def writing(function: Callable[..., Any], *args: Any) -> bytes:
    """What a function of `visualizer.writer` writes; raises `ReportError`."""
    bounds = {"wall_s": settings.REPORT_WALL_S, "memory_bytes": settings.REPORT_MEMORY_BYTES}
    try:
        return bytes(apart.call(function, *args, **bounds))
    except apart.TooLong:
        raise ReportError(TOO_LONG.format(wall_s=settings.REPORT_WALL_S), LESS) from None
    except apart.TooMuch:
        limit_mb = settings.REPORT_MEMORY_BYTES // 1024**2
        raise ReportError(TOO_MUCH.format(limit_mb=limit_mb), LESS) from None


def forget() -> None:
    """All that was kept."""
    with _state:
        _kept.clear()


@contextmanager
def _inside() -> Iterator[None]:
    """A place in the line."""
    with _state:
        most = settings.MAX_REPORTS_AT_ONCE + settings.MAX_REPORTS_WAITING
        if _count["inside"] >= most:
            raise Busy(FULL.format(most=most))
        _count["inside"] += 1
    try:
        yield
    finally:
        with _state:
            _count["inside"] -= 1


@contextmanager
def _share() -> Iterator[None]:
    """A part of the places, for which others have room beside it."""
    who = ASKING.get()
    mine = [] if who is None else [who.ids[0], who.place]
    with _state:
        if who is not None:
            _require_share(who)
        _shares.update(mine)
    try:
        yield
    finally:
        with _state:
            for one in mine:
                _shares[one] -= 1
                if not _shares[one]:
                    del _shares[one]


def _require_share(who: Visitor) -> None:
    for whose, name, setting in (
        ("your", who.ids[0], "MAX_REPORTS_PER_VISITOR"),
        ("your address's", who.place, "MAX_REPORTS_PER_ADDRESS"),
    ):
        most, count = getattr(settings, setting), _shares[name]
        if count >= most:
            named = f"WINDTUNNEL_{setting}"
            raise TooManyReports(
                EXCEEDED.format(count=count, whose=whose, most=most, setting=named)
            )


@contextmanager
def _turn() -> Iterator[None]:
    """One of the few that are at work."""
    with _state:
        if not _state.wait_for(_is_free, settings.REPORT_WAIT_S):
            raise Busy(WAITED.format(wait_s=settings.REPORT_WAIT_S))
        _count["at work"] += 1
    try:
        yield
    finally:
        with _state:
            _count["at work"] -= 1
            _state.notify()


def _is_free() -> bool:
    return _count["at work"] < settings.MAX_REPORTS_AT_ONCE


def _of_another(awaited: Future[bytes]) -> bytes:
    try:
        return awaited.result(settings.REPORT_WAIT_S + settings.REPORT_WALL_S)
    except TimeoutError:
        raise Busy(WAITED.format(wait_s=settings.REPORT_WAIT_S)) from None


def _own(key: Hashable, own: Future[bytes], make: Callable[[], bytes]) -> bytes:
    try:
        with _share(), _turn():
            body = make()
    except BaseException as error:
        with _state:
            del _awaited[key]
        own.set_exception(error)
        raise
    with _state:
        del _awaited[key]
        _keep(key, body)
    own.set_result(body)
    return body


def _keep(key: Hashable, body: bytes) -> None:
    if len(body) > settings.REPORT_CACHE_BYTES:
        return
    _kept[key] = body
    while sum(map(len, _kept.values())) > settings.REPORT_CACHE_BYTES:
        _kept.popitem(last=False)
