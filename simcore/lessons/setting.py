"""The scenario of a lesson: a shipped one by its name, or a file beside the lesson."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simcore.errors import Check, ScenarioInvalid
from simcore.frozen import frozen
from simcore.lessons.complaint import complaint, under
from simcore.lessons.said import Front
from simcore.scenario import Scenario, load_scenario
from simcore.scenario.document import LIMITS, parse
from simcore.scenario.load import check_whole
from simcore.scenario.shipped import shipped, shipped_path

__all__ = ["Setting", "setting_of"]

FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,75}\.(yaml|yml|json)")


@frozen
class Setting:
    """The scenario as it is run, overrides included; its slug where it is a shipped one; and what
    its file says."""

    scenario: Scenario
    slug: str
    document: Mapping[str, Any]


def setting_of(front: Front, folder: Path, complaints: list[Check]) -> Setting | None:
    """None where it cannot be run, with the findings among `complaints`."""
    try:
        beside = FILE.fullmatch(front.scenario) is not None
        path = folder / front.scenario if beside else shipped_path(front.scenario)
        if not path.is_file():
            raise _refused(f"there is no file {front.scenario} beside the lesson")
        return _read(path, front, "" if beside else front.scenario)
    except ScenarioInvalid as invalid:
        complaints += under("scenario", invalid.checks)
    return None


def _read(path: Path, front: Front, slug: str) -> Setting:
    with path.open("rb") as file:
        document = parse(file.read(LIMITS.bytes + 1)).data
    scenario = load_scenario(path, overrides=front.overrides)
    if not slug and scenario.id in shipped():
        raise _refused(f'its id "{scenario.id}" is that of a shipped scenario')
    if not slug and scenario.traces:
        raise _refused("it replays a recorded trace, which only shipped scenarios do in lessons")
    check_whole(scenario)
    return Setting(scenario, slug, document)


def _refused(message: str) -> ScenarioInvalid:
    hint = "a file beside the lesson (scenario.yaml) with an id of its own, or a shipped scenario"
    return ScenarioInvalid([complaint("scenario", "", message, hint)])
