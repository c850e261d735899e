"""What a database or a disk that fails means, in a sentence for the person who meets it."""

from __future__ import annotations

import errno
import shutil

from django.conf import settings
from django.db import DatabaseError, DataError, IntegrityError, ProgrammingError

FULL = (
    "The server's disk is full, so nothing can be stored. What is stored can be looked at, and "
    "runs are taken again as soon as there is room."
)
NEARLY_FULL = (
    "The server's disk has {free:,} MB left, fewer than the {least:,} MB that it keeps free "
    "(WINDTUNNEL_MIN_FREE_MB). Runs and traces are taken again as soon as there is room."
)
LOCKED = "The server's database is held by another program. Try again in some seconds."
DAMAGED = (
    "The server's database is damaged ({error}). Whoever runs the server has to put back a copy of "
    "it, or move it away to begin with an empty one."
)
OTHER = "The server's database does not take anything at the moment ({error})."

INSUFFICIENT_STORAGE, UNAVAILABLE = 507, 503
# A run's own faults: the database is well, what it was given was not.
OWN_FAULTS = (DataError, IntegrityError, ProgrammingError)


class Unwritable(Exception):
    """Nothing can be stored for now; the text says why."""

    def __init__(self, status: int, what: str) -> None:
        super().__init__(what)
        self.status = status


def concerns_all(error: BaseException) -> bool:
    """Whether it is the database or the disk that fails, whatever it is asked for."""
    if isinstance(error, DatabaseError):
        return not isinstance(error, OWN_FAULTS)
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def unwritable(error: BaseException) -> Unwritable:
    """The same as an answer: a status and a sentence."""
    text = str(error)
    if isinstance(error, OSError) or "is full" in text:
        return Unwritable(INSUFFICIENT_STORAGE, FULL)
    if "locked" in text:
        return Unwritable(UNAVAILABLE, LOCKED)
    if "malformed" in text or "not a database" in text:
        return Unwritable(UNAVAILABLE, DAMAGED.format(error=text))
    return Unwritable(UNAVAILABLE, OTHER.format(error=text))


def sentence(error: BaseException) -> str:
    return str(unwritable(error))


def disk() -> str:
    """What is wrong with the room on the disk; empty when there is enough."""
    free = shutil.disk_usage(settings.DATA_DIR).free
    if free >= settings.MIN_FREE_BYTES:
        return ""
    return NEARLY_FULL.format(free=free // 1024**2, least=settings.MIN_FREE_BYTES // 1024**2)


def require_disk() -> None:
    """Raise `Unwritable` when the disk is nearly full."""
    if wrong := disk():
        raise Unwritable(INSUFFICIENT_STORAGE, wrong)
