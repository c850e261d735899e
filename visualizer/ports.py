"""A port that cannot be had, in words: Daphne itself gives the system's number of the error."""

from __future__ import annotations

import errno
import logging
import os
import re

FAILED = re.compile(r"Couldn't listen on (?P<host>.*):(?P<port>\d+): \[Errno (?P<number>\d+)\]")
LAST = 65_535
OTHER = "Choose another one: make run PORT={other}, or -p {other} where Daphne is started by hand."
WHY = {
    errno.EADDRINUSE: "Port {port} of {host} is in use: another server is there, or this one.",
    errno.EACCES: "Port {port} of {host} is not for everybody: those below 1024 need rights.",
    errno.EADDRNOTAVAIL: "{host} is no address of this machine.",
}


class InWords(logging.Filter):
    """Rewrites Daphne's complaint about where it was to listen."""

    def filter(self, record: logging.LogRecord) -> bool:
        if (said := explained(record.getMessage())) is not None:
            record.msg, record.args = said, ()
        return True


def explained(message: str) -> str | None:
    """What to do about it; None for a message about something else."""
    found = FAILED.search(message)
    if found is None:
        return None
    host, port, number = found["host"], int(found["port"]), int(found["number"])
    why = WHY.get(number, f"Port {{port}} of {{host}} cannot be had: {os.strerror(number)}.")
    near = port - 1 if port == LAST else max(port, 1023) + 1
    other = OTHER.format(other=near) if number != errno.EADDRNOTAVAIL else ""
    return f"{why} {other}".strip().format(host=host, port=port)
