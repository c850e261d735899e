"""What a run gives: frames on the way, and a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from simcore.component import Insight
from simcore.recording.result import Status

__all__ = ["Frame", "Result"]


@dataclass(frozen=True)
class Frame:
    """A stretch of simulated time from ``t0`` to ``t1`` seconds, ready to be sent if the run is
    shown."""

    n: int
    t0: float
    t1: float
    payload: dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What came out; ``status`` is "finished", or "stopped" with the ``limit`` that did it."""

    status: Status
    limit: str
    document: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The result document, ``windtunnel.result/1``."""
        return self.document

    @property
    def fingerprint(self) -> str:
        """What identifies all that happened, given the inputs."""
        return str(self.document["manifest"]["fingerprint"])

    @property
    def insights(self) -> list[Insight]:
        """Why it went as it did, at the instant: by time."""
        return [Insight.of(said) for said in self.document["insights"]]
