"""Where recorded traces come from.

A scenario names a trace (`daily.csv`, or `upload:<id>`); a resolver turns the name into a file
or its bytes. The default reads beside the scenario and never leaves its folder.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from simcore.engine.trace import Trace, read_trace
from simcore.errors import Check, ScenarioInvalid, TraceError
from simcore.scenario.model import Client, Scenario, TraceBook, TraceFile

__all__ = ["Resolver", "TraceFolder", "read_trace", "read_traces"]

Resolver = Callable[[str], Path | bytes]


@dataclass(frozen=True)
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
        if component.type != "client" or component.arrivals.trace is None:
            continue
        spec = component.arrivals.trace
        try:
            traces[id] = _kept(id, component, before) or _read(spec, resolve)
        except (TraceError, OSError) as error:
            checks.append(_finding(id, spec, error))
    if checks:
        raise ScenarioInvalid(checks)
    return scenario.with_traces(TraceBook(traces, resolve))


def _kept(id: str, client: Client, before: Scenario | None) -> Trace | None:
    former = before.components.get(id) if before is not None else None
    if before is None or former is None or former.type != "client":
        return None
    return before.traces.get(id) if former.arrivals == client.arrivals else None


def _read(spec: TraceFile, resolve: Resolver) -> Trace:
    trace = read_trace(
        resolve(spec.name),
        time_column=spec.time_column,
        value_column=spec.value_column,
        time_unit=spec.time_unit,
        key_column=spec.key_column,
        interval_s=spec.interval,
        time_scale=spec.time_scale,
    )
    if spec.sha256 not in (None, trace.sha256):
        raise TraceError(f"its SHA-256 is {trace.sha256}, not the one the scenario was made with")
    return trace


def _finding(id: str, spec: TraceFile, error: TraceError | OSError) -> Check:
    reason = str(error) if isinstance(error, TraceError) else error.strerror or "cannot be read"
    path = f"components.{id}.arrivals.trace"
    hint = "a CSV of timestamps, or of counts an interval; see docs/how-to/use-a-trace.md"
    return Check("trace.unreadable", "error", path, f"{spec.name[:80]}: {reason}"[:400], hint)
