"""Fill in what a document leaves out: from the quota profile, and the hashes of traces."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from simcore.quotas import Profile
from simcore.spec.annotations import FromProfile
from simcore.spec.base import Spec
from simcore.spec.quantities import Quantity, Whole
from simcore.spec.traces import TraceFile
from simcore.spec.walk import annotation

__all__ = ["default_of", "filled_in"]

T = TypeVar("T", bound=Spec)


def default_of(spec: type[Spec], field: str, profile: Profile, region: str) -> float | str | None:
    """The field's value from the profile, or None if the profile does not give it one."""
    row = annotation(spec, field, FromProfile)
    value = profile.get(row.key, region) if row is not None else None
    if value is None or isinstance(value, bool | str):
        return value
    return int(value) if isinstance(annotation(spec, field, Quantity), Whole) else float(value)


def filled_in(spec: T, profile: Profile, region: str, sha256: str | None = None) -> T:
    """The spec, and those within it, with every default; `sha256` is that of its trace, if any."""

    def inner(value: Spec) -> Spec:
        return filled_in(value, profile, region, sha256)

    update: dict[str, Any] = {}
    for field, value in spec:
        if value is None and annotation(type(spec), field, FromProfile) is not None:
            update[field] = default_of(type(spec), field, profile, region)
        else:
            update[field] = _within(value, inner)
    if isinstance(spec, TraceFile) and sha256 is not None:
        update["sha256"] = sha256
    changed = {field: value for field, value in update.items() if value is not getattr(spec, field)}
    return spec.model_copy(update=changed).derived(profile, region)


def _within(value: Any, change: Callable[[Spec], Spec]) -> Any:
    """The value with each of the specs in it changed."""
    if isinstance(value, Spec):
        return change(value)
    if isinstance(value, tuple) and any(isinstance(item, Spec) for item in value):
        return tuple(change(item) for item in value)
    if isinstance(value, Mapping) and any(isinstance(item, Spec) for item in value.values()):
        return {key: change(item) for key, item in value.items()}
    return value
