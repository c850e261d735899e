"""One server a database: a second one would call the first one's runs interrupted."""

from __future__ import annotations

import fcntl
import os

from django.db import connection


class DatabaseInUse(Exception):
    """Another server has this database; the text says which."""


class DatabaseLock:
    """A lock on a file beside the database, gone with the process however it ends."""

    def __init__(self) -> None:
        self.descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock; raises `DatabaseInUse`."""
        path = f"{connection.settings_dict['NAME']}.lock"
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise DatabaseInUse(
                "Another Windtunnel server uses the data folder of this one. "
                "End it, or give this one a folder of its own: WINDTUNNEL_DATA_DIR=/some/folder."
            ) from None
        self.descriptor = descriptor

    def release(self) -> None:
        """Let the next server have the database."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None
