"""Values that the format allows and the profile's AWS does not."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import Subject, error
from simcore.errors import Check
from simcore.spec.annotations import Needs, WithinProfile
from simcore.spec.quantities import Quantity
from simcore.spec.walk import Place, walk

__all__ = ["CHECKS"]


def _places(subject: Subject) -> Iterator[Place]:
    for id, component in subject.graph.components.items():
        yield from walk(component, f"components.{id}")


def within_profile(subject: Subject) -> Iterator[Check]:
    """A value outside what AWS accepted at the profile's date."""
    for place in _places(subject):
        within, quantity = place.says(WithinProfile), place.says(Quantity)
        if within is None or quantity is None or not isinstance(place.value, int | float):
            continue
        within = place.spec.bounds(place.field, within)
        yield from _too_low(subject, within.low, quantity, place.value, place.path)
        yield from _too_high(subject, within.high, quantity, place.value, place.path)


def _too_low(
    subject: Subject, key: str | None, quantity: Quantity, value: float, path: str
) -> Iterator[Check]:
    if key is not None and subject.profile.has(key) and value < subject.value(key):
        least = quantity.text(subject.value(key))
        message = f"{quantity.text(value)} is less than AWS accepts, {least}"
        yield error("quota.too-low", path, message, subject.cited(key))


def _too_high(
    subject: Subject, key: str | None, quantity: Quantity, value: float, path: str
) -> Iterator[Check]:
    if key is not None and subject.profile.has(key) and value > subject.value(key):
        most = quantity.text(subject.value(key))
        message = f"{quantity.text(value)} is more than AWS accepts, {most}"
        yield error("quota.too-high", path, message, subject.cited(key))


def not_yet_offered(subject: Subject) -> Iterator[Check]:
    """A feature that AWS did not have at the profile's date."""
    for place in _places(subject):
        needed = place.says(Needs)
        if needed is not None and place.value and not subject.profile.has(needed.key):
            message = f"{place.field} did not exist in profile {subject.profile.name}"
            hint = "leave it out, or take a later profile"
            yield error("quota.not-offered", place.path, message, hint)


CHECKS = (within_profile, not_yet_offered)
