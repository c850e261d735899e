"""Which facts of filters, duplicates and moves give which metrics; a part of the one table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from simcore import facts
from simcore.recording.fold.base import Fold
from simcore.recording.fold.counts import DeleteCalls, Sum
from simcore.recording.fold.levels import Last

REDRIVE: dict[type[Any], tuple[Callable[..., Fold], ...]] = {
    facts.MessagesMoved: (partial(Sum, of="n", metric="MessagesMoved", counter="moved"),),
    facts.MessagesDuplicated: (
        partial(Sum, of="n", metric="MessagesDuplicated", counter="duplicated"),
    ),
    facts.EventsFilteredOut: (
        partial(Sum, of="n", metric="FilteredOutEventCount", counter="filtered_out_events"),
        partial(DeleteCalls, of="n", counter="delete_calls"),
    ),
    facts.PollersObserved: (
        partial(Last, of="provisioned", metric="ProvisionedPollers", counter="provisioned_pollers"),
    ),
}
"""Fact -> makers of the folds that take in its rows."""
