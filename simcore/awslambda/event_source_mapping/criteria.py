"""What a mapping's filter lets through, from what the scenario says of mapping and source."""

from __future__ import annotations

from typing import Any

from simcore.roles.filtering import (
    FilterCriteria,
    classes_that_match,
    share_that_matches,
)

__all__ = ["filter_criteria"]


def filter_criteria(mapping: Any, source: Any) -> FilterCriteria | None:
    """Of a mapping with `filter_criteria` from a source with `message_classes`; None without."""
    said = mapping.filter_criteria
    if said is None:
        return None
    if said.classes is not None:
        return classes_that_match(source.message_classes, said.classes)
    return share_that_matches(said.matching)
