"""Change a document by paths: what a knob, `--set` and a stored run's overrides all do.

A path names one known field, in full (`components.worker.reserved_concurrency`) or short
(`worker.reserved_concurrency`); `quotas.<key>` and the scenario's own fields (`seed`,
`duration`, ...) too. The order in which overrides are given never matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from simcore.errors import Check, ScenarioInvalid, nearest
from simcore.scenario.document import Path, written
from simcore.scenario.model import Scenario
from simcore.scenario.paths import component_spec, is_there, open_paths, spec_at, typed
from simcore.spec.base import OneOf
from simcore.spec.walk import names_of

__all__ = ["apply_overrides", "full_path", "locate"]

LONGEST_PATH = 200
MOST_OVERRIDES = 200
WHOLE = ("format", "quotas", "components", "expect", "may_fail")
"""Fields that are never replaced as a whole; what is expected of a run does not change it."""


def _unknown(path: str, hint: str) -> ScenarioInvalid:
    message = f'there is no field "{path[:LONGEST_PATH]}" to change'
    return ScenarioInvalid([Check("override.unknown-path", "error", path[:80], message, hint)])


def _conflict(path: Path, message: str) -> ScenarioInvalid:
    where = written(path)
    return ScenarioInvalid(
        [Check("override.conflict", "error", where, message, "keep one of them")]
    )


def locate(data: Any, path: str) -> Path:
    """Where in the document `path` points; raises `ScenarioInvalid` with the nearest paths."""
    if len(path) > LONGEST_PATH:
        raise _unknown(path, f"a path has at most {LONGEST_PATH} characters")
    first, _, rest = path.partition(".")
    if first == "quotas" and rest:
        return ("quotas", rest)
    if first == "components" and rest:
        return _locate_in_component(data, rest, path)
    if not rest:
        own = [name for name in names_of(Scenario) if name not in WHOLE]
        if first in own:
            return (first,)
        raise _unknown(path, nearest(path, [*own, *open_paths(data)]))
    return _locate_in_component(data, path, path)


def _locate_in_component(data: Any, short: str, path: str) -> Path:
    id, *parts = short.split(".")
    where: Path = ("components", id, *parts)
    known = component_spec(data, id) is not None and parts not in ([], ["type"])
    if not known or typed(data, where) is None or not is_there(data, where):
        raise _unknown(path, nearest(short, open_paths(data)))
    return where


def full_path(data: Any, path: str) -> str:
    """The full spelling of a path."""
    return ".".join(str(part) for part in locate(data, path))


def apply_overrides(document: Mapping[str, Any], overrides: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the document with the overrides made; raises `ScenarioInvalid`.

    Values are what a document would hold ("90 s", 5, null, a mapping). Giving a distribution or
    the arrivals another kind replaces the kind that was there.
    """
    if len(overrides) > MOST_OVERRIDES:
        raise _conflict((), f"{len(overrides):,} overrides; at most {MOST_OVERRIDES} are taken")
    placed: dict[Path, Any] = {}
    for path in sorted(overrides):
        where = locate(document, path)
        if where in placed and placed[where] != overrides[path]:
            raise _conflict(where, "two overrides of the same field differ")
        placed[where] = overrides[path]
    _one_kind_each(document, placed)
    changed: dict[str, Any] = deepcopy(dict(document))
    for where in sorted(placed, key=lambda where: (len(where), where)):
        _place(changed, where, deepcopy(placed[where]))
    return changed


def _one_kind_each(document: Any, placed: Mapping[Path, Any]) -> None:
    """Refuse overrides that make one distribution two kinds at once."""
    kinds: dict[Path, str] = {}
    for where in placed:
        for depth in range(3, len(where)):
            if not _is_one_of(document, where[:depth]):
                continue
            kind = str(where[depth])
            if kinds.setdefault(where[:depth], kind) != kind:
                raise _conflict(
                    where[:depth], f"overrides make it {kinds[where[:depth]]} and {kind} at once"
                )


def _is_one_of(document: Any, where: Path) -> bool:
    spec = spec_at(document, where)
    return spec is not None and issubclass(spec, OneOf)


def _place(data: dict[str, Any], where: Path, value: Any) -> None:
    holder: Any = data
    for depth, part in enumerate(where[:-1], start=1):
        inner = _inner(holder, part)
        if where[0] == "components" and depth > 2 and _is_one_of(data, where[:depth]):
            inner = _of_kind(inner, str(where[depth]))
        elif not isinstance(inner, dict | list):
            inner = {}
        _put(holder, part, inner, where)
        holder = inner
    _put(holder, where[-1], value, where)


def _inner(holder: Any, part: Any) -> Any:
    if isinstance(holder, dict):
        return holder.get(part)
    return holder[int(part)] if int(part) < len(holder) else None


def _put(holder: Any, part: Any, value: Any, where: Path) -> None:
    if isinstance(holder, dict):
        holder[part] = value
    elif int(part) < len(holder):
        holder[int(part)] = value
    else:
        items = f"the list has items 0 to {len(holder) - 1}" if holder else "the list is empty"
        raise _unknown(".".join(map(str, where)), items)


def _of_kind(given: Any, kind: str) -> dict[str, Any]:
    """The mapping of a OneOf ready to take `kind`: another kind that was there goes."""
    return {kind: given[kind]} if isinstance(given, dict) and kind in given else {}
