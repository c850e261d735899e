"""What a run gives: frames on the way, and a result."""

from __future__ import annotations

from dataclasses import field
from typing import Any

from simcore.component import Insight
from simcore.frozen import frozen
from simcore.recording.result import Status
from simcore.scenario.model import Scenario
from simcore.shown import Shown

__all__ = ["Frame", "Result"]


@frozen
class Frame:
    """A stretch of simulated time from ``t0`` to ``t1`` seconds, ready to be sent if the run is
    shown."""

    n: int
    t0: float
    t1: float
    payload: dict[str, Any]


@frozen
class Result(Shown):
    """What came out; ``status`` is "finished", or "stopped" with the ``limit`` that did it.

    ``scenario`` is it as it was written, before anything was changed, where that is known.
    """

    status: Status
    limit: str
    document: dict[str, Any]
    scenario: Scenario | None = field(default=None, repr=False, compare=False)

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
        return [Insight.of(said) for said in self.document.get("insights", ())]
