"""Two results side by side: what was asked, what came out, when they parted, whose fate differs.

Of two scenarios only what came out is compared, of components that have a name and a type in
common: that they differ from the first moment on says nothing, and message 7 of one is not message
7 of the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol

from simcore.analysis.fates import TwoFates, two_fates
from simcore.analysis.inputs import Input, differing
from simcore.analysis.outcomes import Outcome, outcomes
from simcore.analysis.parting import Parting, parting
from simcore.frozen import frozen
from simcore.shown import Shown

__all__ = ["FORMAT", "Comparison", "compare"]

FORMAT = "windtunnel.comparison/1"
Document = Mapping[str, Any]
"""A result as plain data, `windtunnel.result/1`."""


class Tells(Protocol):
    """What a run leaves behind: it gives its document."""

    def as_dict(self) -> dict[str, Any]:
        """The document."""


@frozen
class Comparison(Shown):
    """What is different in the second result; `same` when nothing is.

    Without a `same_scenario` there are no inputs, no parting and no messages to compare. `runs` are
    the two that were compared, as they were given.
    """

    titles: tuple[str, str]
    fingerprints: tuple[str, str]
    same_scenario: bool
    inputs: list[Input]
    outcomes: list[Outcome]
    parting: Parting | None
    messages: list[TwoFates]
    runs: tuple[Document | Tells, ...] = field(default=(), repr=False, compare=False)

    @property
    def same(self) -> bool:
        """Did the same happen, for the same inputs?"""
        return self.fingerprints[0] == self.fingerprints[1]

    def as_dict(self) -> dict[str, Any]:
        """The comparison as plain data, `windtunnel.comparison/1`; see docs/reference."""
        return {
            "format": FORMAT,
            "titles": list(self.titles),
            "fingerprints": list(self.fingerprints),
            "same": self.same,
            "same_scenario": self.same_scenario,
            "inputs": [one._asdict() for one in self.inputs],
            "outcomes": [_outcome(one) for one in self.outcomes],
            "parting": None if self.parting is None else self.parting._asdict(),
            "messages": [_fates(pair) for pair in self.messages],
        }


def compare(was: Document | Tells, now: Document | Tells) -> Comparison:
    """Of two results, or of their documents (`Result.as_dict()`, or what `--json` wrote)."""
    before, after = _document(was), _document(now)
    manifests = before["manifest"], after["manifest"]
    alike = len({manifest["scenario"]["id"] for manifest in manifests}) == 1
    return Comparison(
        titles=_pair(manifest["scenario"]["title"] for manifest in manifests),
        fingerprints=_pair(manifest["fingerprint"] for manifest in manifests),
        same_scenario=alike,
        inputs=differing(*manifests) if alike else [],
        outcomes=outcomes(before, after, alike),
        parting=parting(before, after) if alike else None,
        messages=two_fates(before, after) if alike else [],
        runs=(was, now),
    )


def _document(result: Document | Tells) -> Document:
    return result if isinstance(result, Mapping) else result.as_dict()


def _pair(values: Any) -> tuple[str, str]:
    was, now = values
    return was, now


def _outcome(one: Outcome) -> dict[str, Any]:
    return {**one._asdict(), "change": one.change, "verdict": one.verdict}


def _fates(pair: TwoFates) -> dict[str, Any]:
    told = {"component": pair.component, "id": pair.id, "change_s": pair.change_s}
    return {**told, "was": pair.was._asdict(), "now": pair.now._asdict()}
