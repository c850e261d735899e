"""The manifest: which run this is, and how to run it again."""

from __future__ import annotations

import base64
import shlex
import zlib
from collections.abc import Mapping
from typing import Any

import orjson

from simcore.reporting.report import Block, Code, Column, Section, Table
from simcore.reporting.source import Source
from simcore.reporting.words import clock, setting
from simcore.units import format_duration_s

__all__ = ["SCENARIO_FILE", "command", "link", "rows", "section"]

SCENARIO_FILE = "scenario.yaml"
"""What the scenario is called beside a report."""

LONGEST_LINK = 8000
"""Characters: beyond that, mail and chat programs begin to cut addresses."""

HEAD = (Column("Of this run"), Column("Value"))


def section(source: Source) -> Section:
    """A table, the command, the link."""
    blocks: list[Block] = [Table("manifest", "Manifest", HEAD, tuple(rows(source)))]
    blocks.append(Code(command(source), "sh", "To run it again"))
    if address := link(source):
        blocks.append(Code(address, "", "In the laboratory, behind its address"))
    return Section("manifest", "Manifest", tuple(blocks))


def rows(source: Source) -> list[tuple[str, str]]:
    """What there is to know of a run, name and value."""
    told, versions = source.manifest, source.manifest["versions"]
    ended = "finished" if source.finished else f"stopped at {clock(source.end_s)}"
    changed = {k: v for k, v in told["overrides"].items() if k != "interventions"}
    return [
        ("Run", source.run),
        ("Scenario", told["scenario"]["id"]),
        ("Seed", str(told["seed"])),
        ("Quota profile", told["profile"]),
        ("Region", told["scenario"]["region"]),
        ("Simulated time", format_duration_s(told["scenario"]["duration"])),
        ("Ended", ended),
        ("Changed", ", ".join(f"{k} = {_value(v)}" for k, v in changed.items()) or "nothing"),
        ("Windtunnel", versions["windtunnel"]),
        ("Model", versions["model"]),
        ("Fingerprint", told["fingerprint"]),
    ]


def _value(value: Any) -> str:
    return setting(value) if not isinstance(value, str) else value


def command(source: Source) -> str:
    """What gives the same fingerprint: of a shipped scenario by its name, else of the file."""
    told = source.manifest
    if source.shipped is None:
        return f"windtunnel run {SCENARIO_FILE}"
    said = ["windtunnel", "run", told["scenario"]["id"]]
    if told["seed"] != source.shipped.seed:
        said += ["--seed", str(told["seed"])]
    if told["profile"] != source.shipped.profile:
        said += ["--profile", told["profile"]]
    for path, value in told["overrides"].items():
        said += ["--set", f"{path}={_argument(value)}"]
    return shlex.join(said)


def _argument(value: Any) -> str:
    """As `--set` reads it."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


def link(source: Source) -> str:
    """The path of an address at which a laboratory opens with these inputs.

    Empty where that would be too long. The server is not told of what is in the fragment.
    """
    packed = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = packed.compress(orjson.dumps(_request(source))) + packed.flush()
    said = base64.urlsafe_b64encode(data).decode().rstrip("=")
    of = "" if source.shipped is None else f"?scenario={source.shipped.id}"
    address = f"/lab/new{of}#c={said}"
    return address if len(address) <= LONGEST_LINK else ""


def _request(source: Source) -> Mapping[str, Any]:
    told = source.manifest
    inputs = {"seed": told["seed"], "profile": told["profile"], "overrides": told["overrides"]}
    if source.shipped is not None:
        return {"scenario": source.shipped.id, **inputs}
    return {"document": told["scenario"], **inputs, "overrides": {}}
