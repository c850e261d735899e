"""Where recorded traces come from.

A scenario names a trace (`daily.csv`, or `upload:<id>`); a resolver turns the name into a file
or its bytes. The default reads beside the scenario and never leaves its folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Protocol, runtime_checkable

from simcore.engine.trace import (
    DEFAULT_LIMITS,
    Trace,
    TraceLimits,
    Wanted,
    pack,
    read_trace,
    read_whole,
    unpack,
)
from simcore.errors import Check, ScenarioInvalid, TraceError
from simcore.frozen import frozen
from simcore.scenario.model import Scenario
from simcore.scenario.trace_book import TraceBook
from simcore.spec.base import ComponentSpec
from simcore.spec.traces import TraceFile
from simcore.spec.walk import walk

__all__ = [
    "Reading",
    "Recording",
    "Resolver",
    "Trace",
    "TraceFolder",
    "TraceLimits",
    "pack",
    "read_trace",
    "read_traces",
    "stood_in",
    "unpack",
]


@frozen
class Reading:
    """How the columns of a file are to be read: what a trace depends on, beside the file."""

    time_column: str | None = None
    value_column: str | None = None
    time_unit: str | None = None
    key_column: str | None = None
    cumulative: bool | None = None
    format: str | None = None

    def of(self, source: Path | bytes, limits: TraceLimits = DEFAULT_LIMITS) -> Trace:
        """The trace as it is in the file; raises TraceError."""
        columns = self.time_column, self.value_column, self.time_unit, self.key_column
        wanted = Wanted(*columns, self.format)
        return read_whole(source, wanted, self.cumulative, limits)


@runtime_checkable
class Recording(Protocol):
    """A file whose owner reads it, and may have done so before."""

    def read(self, how: Reading) -> Trace:
        """The trace as it is in the file; raises TraceError."""


Resolver = Callable[[str], Path | bytes | Recording]


@frozen
class TraceFolder:
    """Resolves names to files of a folder; raises TraceError.

    With `anywhere`, also to other files: absolute names, names that lead out of the folder, and
    names relative to the current directory. For a person at a terminal, not for what comes over
    a network.
    """

    folder: Path
    anywhere: bool = False

    def __call__(self, name: str) -> Path:
        if name.startswith("upload:"):
            raise TraceError("an uploaded trace exists only in the laboratory that took it")
        path = self.folder / name
        if self.anywhere:
            return path if path.exists() else Path(name)
        folder = self.folder.resolve()
        if not path.resolve().is_relative_to(folder):
            raise TraceError("a trace must lie in the scenario's folder")
        return path


def no_folder(name: str) -> Path:
    """The resolver of a document that has no folder."""
    raise TraceError("this document has no folder in which to look for a trace")


def read_traces(scenario: Scenario, resolve: Resolver, before: Scenario | None = None) -> Scenario:
    """The scenario with its traces read; raises `ScenarioInvalid` with a finding for each.

    A trace that `before` replays in the same way is taken from there.
    """
    traces: dict[str, Trace] = {}
    checks: list[Check] = []
    for id, component in scenario.components.items():
        named = _named(component, f"components.{id}")
        if named is None:
            continue
        path, spec = named
        try:
            traces[id] = _kept(id, component, before) or _read(spec, resolve)
        except (TraceError, OSError, ValueError) as error:
            checks.append(_finding(path, spec, error))
    if checks:
        raise ScenarioInvalid(checks)
    return scenario.with_traces(TraceBook(traces, resolve))


def stood_in(scenario: Scenario) -> Scenario:
    """With two requests in place of each trace that was not read: to be built, and never run."""
    ids = [id for id, one in scenario.components.items() if _named(one, id) is not None]
    missing = [id for id in ids if id not in scenario.traces]
    two = replace(read_trace(TWO_REQUESTS), keys=(0, 1))
    return scenario.with_traces(TraceBook({**scenario.traces, **dict.fromkeys(missing, two)}))


TWO_REQUESTS = b"timestamp\n0\n1\n"


def _named(component: ComponentSpec, path: str) -> tuple[str, TraceFile] | None:
    """The trace that a component replays, and where it says so; a component replays one."""
    places = [place for place in walk(component, path) if isinstance(place.value, TraceFile)]
    return (places[0].path, places[0].value) if places else None


def _kept(id: str, component: ComponentSpec, before: Scenario | None) -> Trace | None:
    former = before.components.get(id) if before is not None else None
    if before is None or former is None:
        return None
    return before.traces.get(id) if _named(former, id) == _named(component, id) else None


def _read(spec: TraceFile, resolve: Resolver) -> Trace:
    how = Reading(**{field.name: getattr(spec, field.name) for field in fields(Reading)})
    source = resolve(spec.name)
    whole = source.read(how) if isinstance(source, Recording) else _of_file(source, how)
    trace = whole.replayed(spec.interval, spec.time_scale)
    if spec.sha256 not in (None, trace.sha256):
        raise TraceError(f"its SHA-256 is {trace.sha256}, not the one the scenario was made with")
    return trace


def _of_file(source: Path | bytes, how: Reading) -> Trace:
    """Opened here, so that what cannot be opened is called as the scenario calls it."""
    if isinstance(source, bytes):
        return how.of(source)
    with source.open("rb") as file:
        return how.of(file.read(DEFAULT_LIMITS.max_bytes + 1))


def _finding(path: str, spec: TraceFile, error: Exception) -> Check:
    # Without the path: it may be one of a server, and the name stands before it anyway.
    hint = "a CSV of timestamps, or of counts an interval"
    if isinstance(error, TraceError):
        reason = f"line {error.line}: {error.seen}" if error.line else error.seen
        hint = error.hint or hint
    else:
        reason = getattr(error, "strerror", None) or "it cannot be read"
    hint += "; see docs/how-to/use-a-trace.md"
    return Check("trace.unreadable", "error", path, f"{spec.name[:80]}: {reason}"[:600], hint)
