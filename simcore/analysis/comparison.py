"""Two results side by side: what was asked, what came out, when they parted, whose fate differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simcore.analysis.fates import TwoFates, two_fates
from simcore.analysis.inputs import Input, differing
from simcore.analysis.outcomes import Outcome, outcomes
from simcore.analysis.parting import Parting, parting

__all__ = ["FORMAT", "Comparison", "compare"]

FORMAT = "windtunnel.comparison/1"


@dataclass(frozen=True)
class Comparison:
    """What is different in the second result; `same` when nothing is."""

    titles: tuple[str, str]
    fingerprints: tuple[str, str]
    inputs: list[Input]
    outcomes: list[Outcome]
    parting: Parting | None
    messages: list[TwoFates]

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
            "inputs": [one._asdict() for one in self.inputs],
            "outcomes": [_outcome(one) for one in self.outcomes],
            "parting": None if self.parting is None else self.parting._asdict(),
            "messages": [_fates(pair) for pair in self.messages],
        }


def compare(was: Mapping[str, Any], now: Mapping[str, Any]) -> Comparison:
    """Of two result documents (`Result.as_dict()`, or what `--json` wrote)."""
    manifests = was["manifest"], now["manifest"]
    return Comparison(
        titles=_pair(manifest["scenario"]["title"] for manifest in manifests),
        fingerprints=_pair(manifest["fingerprint"] for manifest in manifests),
        inputs=differing(*manifests),
        outcomes=outcomes(was, now),
        parting=parting(was, now),
        messages=two_fates(was, now),
    )


def _pair(values: Any) -> tuple[str, str]:
    was, now = values
    return was, now


def _outcome(one: Outcome) -> dict[str, Any]:
    return {**one._asdict(), "change": one.change, "verdict": one.verdict}


def _fates(pair: TwoFates) -> dict[str, Any]:
    told = {"component": pair.component, "id": pair.id, "change_s": pair.change_s}
    return {**told, "was": pair.was._asdict(), "now": pair.now._asdict()}
