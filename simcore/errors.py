"""What can go wrong, in the order of whose mistake it is.

A throttle, a timeout or a dead letter is normal life in the simulation and never an exception;
a complaint about a scenario is a `Check`. What is raised descends from `SimError`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Check",
    "EngineBug",
    "LimitReached",
    "QuotaError",
    "RetuneError",
    "ScenarioInvalid",
    "SimError",
    "SnapshotUnusable",
    "TraceError",
    "nearest",
]

REPORT_REQUEST = "This is a bug in Windtunnel, not in your scenario: please report it."


@dataclass(frozen=True, slots=True)
class Check:
    """One finding about a scenario.

    `id` is stable ("scn-014"), `path` says where ("components.worker.timeout", "" for the whole
    document), `message` says what is wrong, `hint` what would be right.
    """

    id: str
    severity: Literal["error", "warning"]
    path: str
    message: str
    hint: str

    def as_dict(self) -> dict[str, str]:
        """The check as plain data, keys in reading order."""
        return {
            "id": self.id,
            "severity": self.severity,
            "path": self.path,
            "message": self.message,
            "hint": self.hint,
        }

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.severity} {self.id}: {where}{self.message}{hint}"


class SimError(Exception):
    """The ancestor of everything simcore raises on purpose; its text is meant for a person."""


class ScenarioInvalid(SimError):
    """A scenario cannot be run; `checks` has every finding, errors and warnings."""

    def __init__(self, checks: Iterable[Check]) -> None:
        self.checks = list(checks)
        super().__init__(self.checks)

    def __str__(self) -> str:
        if not self.checks:
            return "the scenario is invalid"
        return "\n".join(str(check) for check in self.checks)


class LimitReached(BaseException):
    """A run met one of its own limits (events, wall time, memory) and was stopped there.

    ``limit`` is the one of `simcore.Limits` that it was; the text says how much that is. As it may
    be raised anywhere, it is no `Exception`: whoever takes those for faults of what he was given,
    as an expression's engine does, would go on.
    """

    def __init__(self, limit: str, text: str) -> None:
        super().__init__(limit, text)
        self.limit, self.text = limit, text

    def __str__(self) -> str:
        return self.text


class SnapshotUnusable(SimError):
    """A snapshot was written by other code, or is damaged: compute the run from its seed."""


class TraceError(SimError):
    """A recorded trace cannot be read.

    `message` says what was seen, at `line` of the file, from 1, when known; `read_as` what the file
    was read as, and `hint` what to do, where either is known.
    """

    def __init__(
        self, message: str, line: int | None = None, read_as: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, line, read_as, hint)
        self.message, self.line, self.read_as, self.hint = message, line, read_as, hint

    def of(self, read_as: str, hint: str) -> TraceError:
        """The same, of a file that was read as this; what is known already stays."""
        return TraceError(self.message, self.line, self.read_as or read_as, self.hint or hint)

    @property
    def seen(self) -> str:
        """What was seen, and what the file was read as."""
        return f"{self.message} (read as {self.read_as})" if self.read_as else self.message

    def __str__(self) -> str:
        said = f"{self.seen}; {self.hint}" if self.hint else self.seen
        return said if self.line is None else f"line {self.line}: {said}"


class QuotaError(SimError):
    """A quota profile does not load, a key is unknown, or an overriding value is implausible."""


class RetuneError(SimError):
    """An attribute cannot change during a run: `attribute` of `component`, and `why` not."""

    hint = "change it in the scenario: then it holds from the start"

    def __init__(self, component: str, attribute: str, why: str) -> None:
        super().__init__(component, attribute, why)
        self.component, self.attribute, self.why = component, attribute, why

    def __str__(self) -> str:
        return f"{self.component}: {self.attribute} cannot change during a run: {self.why}"


class DeedRefused(RetuneError):
    """What is asked of `component` by the name of `attribute` is not done now, and `why`."""

    hint = "choose another time, or another component"

    def __str__(self) -> str:
        return f"{self.component}: {self.attribute}: {self.why}"


class EngineBug(SimError):
    """Something the simulator promises did not hold; asks to be reported."""

    def __str__(self) -> str:
        return f"{super().__str__()}\n{REPORT_REQUEST}".lstrip()


MOST_NAMED, MOST_KNOWN = 12, 40
"""A hint names so many at the most, and none where there are more to choose from."""
LIKE, SURELY = 0.6, 0.9
"""How much names have to be alike; beside one that is surely meant no other is named."""


def nearest(name: str, names: list[str], n: int = 3) -> str:
    """A hint: "did you mean x or y?", or what there is, or nothing."""
    from difflib import get_close_matches  # only who complains waits for it

    known = {one.lower(): one for one in names}
    given = name.lower()
    close = get_close_matches(given, list(known), n=n, cutoff=LIKE)
    close = get_close_matches(given, close, n=n, cutoff=SURELY) or close
    if close:
        return f"did you mean {' or '.join(known[one] for one in close)}?"
    if not 0 < len(names) <= MOST_KNOWN:
        return ""
    more = len(names) - MOST_NAMED
    return f"there is {', '.join(names[:MOST_NAMED])}" + (f" and {more} more" if more > 0 else "")
