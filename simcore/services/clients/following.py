"""What a client states of the requests that are followed, among its other facts."""

from __future__ import annotations

from simcore.facts import Ledgers, RequestStep, ledgers_for
from simcore.roles.following import Following

__all__ = ["following"]


def following(ledgers: Ledgers, id: str, stride: int) -> Following:
    """One request in ``stride``, none at 0."""
    for fact, ledger in ledgers_for(RequestStep).items():
        ledgers.setdefault(fact, ledger)
    return Following(ledgers[RequestStep], id, stride)
