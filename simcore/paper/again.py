"""A run from its result: computed once more, because a result holds no frames."""

from __future__ import annotations

from pydantic import ValidationError

from simcore.errors import SimError
from simcore.paper.live import Live, live
from simcore.reporting.asked import Document
from simcore.reporting.source import Source
from simcore.scenario import Scenario
from simcore.scenario.run import Run

__all__ = ["again"]


def again(result: Document, scenario: Scenario | None = None) -> Live | None:
    """The run in motion; None where it does not come to the same any more.

    That is so of results that another model wrote, of those that a limit stopped, and where a trace
    that was replayed is not at hand. `scenario` is the scenario before any change.
    """
    source = Source(result, scenario)
    if result["status"] != "finished":
        return None
    try:
        found, computed = live(Run(source.scenario), source.scenario)
    except (SimError, ValidationError):
        return None
    return found if computed.fingerprint == source.manifest["fingerprint"] else None
