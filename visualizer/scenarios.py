"""Scenarios: the shipped ones, and documents that people send.

Whatever comes over the network is a mapping by the time it reaches simcore: a text could also be
taken for the name of a file.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from simcore.errors import Check, ScenarioInvalid, TraceError
from simcore.scenario import Scenario, check, load_scenario
from simcore.scenario.document import parse
from simcore.scenario.shipped import FOLDER, shipped
from simcore.scenario.traces import Recording, TraceFolder
from visualizer import traces

log = logging.getLogger(__name__)

UPLOAD = "upload:"
START_HERE = "reserved-five"
"""What the tutorial leads through."""


@dataclass(frozen=True)
class Shipped:
    """A scenario of the gallery: what its file says, and the scenario that this makes."""

    slug: str
    document: dict[str, Any]
    scenario: Scenario


NO_MAPPING = Check(
    "format.shape",
    "error",
    "",
    "the document is not a mapping",
    "begin with `format: windtunnel.scenario/1`",
)


def find_trace(name: str) -> Path | bytes | Recording:
    """The trace that a document names: an upload, or a file among the shipped scenarios."""
    if not name.startswith(UPLOAD):
        return TraceFolder(FOLDER)(name)
    upload = traces.find(name.removeprefix(UPLOAD))
    if upload is None:
        raise TraceError("there is no such upload on this server; upload it again")
    return upload


def load(
    document: Mapping[str, Any],
    overrides: Mapping[str, Any] | None = None,
    seed: int | None = None,
    profile: str | None = None,
) -> Scenario:
    """The scenario that a document describes; raises `ScenarioInvalid`."""
    if not isinstance(document, Mapping):
        raise ScenarioInvalid([NO_MAPPING])
    return load_scenario(
        document,
        traces=find_trace,
        seed=seed,
        profile=profile,
        overrides=overrides,
        event_budget=settings.RUN_EVENTS,
    )


def findings(
    document: Any,
    overrides: Mapping[str, Any] | None = None,
    seed: int | None = None,
    profile: str | None = None,
) -> list[Check]:
    """All that is to be said of a document and changes to it, warnings too."""
    if not isinstance(document, Mapping):  # a text would be the name of a file
        return [NO_MAPPING]
    return check(
        document,
        traces=find_trace,
        seed=seed,
        profile=profile,
        overrides=overrides,
        event_budget=settings.RUN_EVENTS,
    )


def read_text(text: bytes) -> Any:
    """The data of a YAML or JSON document; raises `ScenarioInvalid`."""
    return parse(text).data


def find_shipped(slug: str) -> Shipped | None:
    """The shipped scenario of that name."""
    path = shipped().get(slug)
    return None if path is None else _read(slug, path, path.stat().st_mtime_ns)


def all_shipped() -> list[Shipped]:
    """Every shipped scenario, in the order of the names."""
    found = (_read(slug, path, path.stat().st_mtime_ns) for slug, path in shipped().items())
    return [scenario for scenario in found if scenario is not None]


@lru_cache(maxsize=256)
def _read(slug: str, path: Path, changed_ns: int) -> Shipped | None:
    """None for a file that is not valid: the others can still be shown."""
    try:
        document = read_text(path.read_bytes())
        return Shipped(slug, document, load(document))
    except ScenarioInvalid as invalid:
        log.error("%s is left out: %s", path, invalid)
        return None
