"""Data streams: the size of records, and how many shards."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, warning
from simcore.component.sizes import too_large
from simcore.errors import Check
from simcore.services.kinesis.spec import DataStream

__all__ = ["CHECKS"]

LARGEST = "kinesis.record_max_bytes"


def record_size(subject: Subject) -> Iterator[Check]:
    """A record larger than it takes."""
    return too_large(subject, "stream", LARGEST)


def resharding_on_demand(subject: Subject) -> Iterator[Check]:
    """An on-demand stream has as many shards as it wants."""
    for id, stream in subject.of(DataStream).items():
        if stream.mode == "ON_DEMAND" and stream.resharding:
            yield warning(
                "stream.resharding-on-demand",
                f"components.{id}.resharding",
                "an on-demand stream changes its shards by itself: this has no effect",
                "mode: PROVISIONED",
            )


CHECKS = (record_size, resharding_on_demand)
