"""Values that the format allows and the profile's AWS does not."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.errors import Check
from simcore.scenario.checks.subject import Subject, error
from simcore.scenario.model.annotations import Needs, WithinProfile
from simcore.scenario.model.base import Spec
from simcore.scenario.model.defaults import annotation
from simcore.scenario.model.quantities import Quantity

__all__ = ["CHECKS"]


def _fields(spec: Spec, path: str) -> Iterator[tuple[Spec, str, object, str]]:
    """Every field of the spec and of the specs in it: (spec, field, value, path)."""
    for field, value in spec:
        here = f"{path}.{type(spec).model_fields[field].alias or field}"
        yield spec, field, value, here
        if isinstance(value, Spec):
            yield from _fields(value, here)


def _all_fields(subject: Subject) -> Iterator[tuple[Spec, str, object, str]]:
    for id, component in subject.scenario.components.items():
        yield from _fields(component, f"components.{id}")


def within_profile(subject: Subject) -> Iterator[Check]:
    """A value outside what AWS accepted at the profile's date."""
    for spec, field, value, path in _all_fields(subject):
        within = annotation(type(spec), field, WithinProfile)
        quantity = annotation(type(spec), field, Quantity)
        if within is None or quantity is None or not isinstance(value, int | float):
            continue
        within = spec.bounds(field, within)
        yield from _too_low(subject, within.low, quantity, value, path)
        yield from _too_high(subject, within.high, quantity, value, path)


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
    for spec, field, value, path in _all_fields(subject):
        needed = annotation(type(spec), field, Needs)
        if needed is not None and value and not subject.profile.has(needed.key):
            message = f"{field} did not exist in profile {subject.profile.name}"
            yield error("quota.not-offered", path, message, "leave it out, or take a later profile")


CHECKS = (within_profile, not_yet_offered)
