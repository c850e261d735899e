"""A run: a scenario with its seed, computed frame by frame.

The same scenario, seed and profile give the same frames and the same result, byte for byte, in
any process; so does a run that was paused at the end of a frame, pickled and continued elsewhere.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from time import perf_counter, process_time
from typing import Any

import orjson

from simcore.components import READINGS
from simcore.errors import ScenarioInvalid
from simcore.recording import Recorder, Timebase, as_header, result
from simcore.scenario.build import Simulation, build
from simcore.scenario.collector import rare_collections
from simcore.scenario.costs import tariff
from simcore.scenario.load import vary
from simcore.scenario.machine import describe, peak_rss_mb
from simcore.scenario.model import Scenario
from simcore.scenario.overrides import full_path
from simcore.scenario.pictures import described
from simcore.scenario.topology import topology
from simcore.version import MODEL, VERSION

__all__ = ["Frame", "Limits", "Result", "Run", "run"]

FACTS_A_FOLD = 200_000
"""About how many facts may pile up before they are folded, which bounds the memory of a run."""

FACTS_AN_ARRIVAL = 4


@dataclass(frozen=True)
class Limits:
    """When a run is stopped and marked as partial: facts recorded, seconds of wall time."""

    events: int = 20_000_000
    wall_s: float | None = None


@dataclass(frozen=True)
class Frame:
    """A stretch of simulated time from ``t0`` to ``t1`` seconds, ready to be sent."""

    n: int
    t0: float
    t1: float
    payload: dict[str, Any]


@dataclass(frozen=True)
class Result:
    """What came out; ``status`` is "finished", or "stopped" with the ``limit`` that did it."""

    status: result.Status
    limit: str
    document: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """The result document, ``windtunnel.result/1``."""
        return self.document

    @property
    def fingerprint(self) -> str:
        """What identifies all that happened, given the inputs."""
        return str(self.document["manifest"]["fingerprint"])


class Run:
    """One run. Raises ``ScenarioInvalid`` when the changes make the scenario invalid."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int | None = None,
        profile: str | None = None,
        overrides: Mapping[str, Any] | None = None,
        limits: Limits | None = None,
    ) -> None:
        changed = vary(scenario, seed=seed, profile=profile, overrides=overrides)
        self.scenario = changed.with_defaults()
        document = scenario.document()
        self.overrides = {full_path(document, k): v for k, v in sorted((overrides or {}).items())}
        self.limits = limits or Limits()
        quotas = self.scenario.quota_profile()
        self._simulation = build(self.scenario, quotas, self.scenario.seed)
        self._timebase = Timebase(self.scenario.duration)
        self._recorder = _recorder(self.scenario, self._timebase, self._simulation)
        self._bin = 0
        self._limit = ""
        self._cpu_s = self._wall_s = 0.0

    def header(self) -> dict[str, Any]:
        """What a viewer has to know before the first frame."""
        scenario, timebase = self.scenario, self._timebase
        return {
            "scenario": {"id": scenario.id, "title": scenario.title},
            "seed": scenario.seed,
            "profile": scenario.profile,
            "duration_s": scenario.duration,
            "bin_s": timebase.bin_s,
            "frame_s": timebase.frame_s,
            "frames": timebase.frames,
            "topology": topology(scenario),
            "metrics": as_header(READINGS),
            **described(scenario),
        }

    def frames(self) -> Iterator[Frame]:
        """The frames that are left, each computed when it is asked for.

        Ends early when a limit is reached; :meth:`result` says so.
        """
        timebase = self._timebase
        while self._bin < timebase.bins and not self._limit:
            first = self._bin
            wall, cpu = perf_counter(), process_time()
            with rare_collections():
                self._compute_frame(wall)
                n, t1 = timebase.frame_of(first), timebase.bin_end(self._bin - 1)
                frame = Frame(n, timebase.bin_start(first), t1, self._recorder.frame(n))
            self._wall_s += perf_counter() - wall
            self._cpu_s += process_time() - cpu
            yield frame

    def _compute_frame(self, began: float) -> None:
        while not self._limit:
            self._compute_bin()
            self._bin += 1
            self._limit = self._limit_reached(began)
            if self._timebase.ends_frame(self._bin - 1):
                return

    def _compute_bin(self) -> None:
        """One bin, folded often enough to keep the ledgers short."""
        env, end = self._simulation.env, self._timebase.bin_end(self._bin)
        facts = FACTS_AN_ARRIVAL * self._simulation.expected_arrivals / self._timebase.bins
        slices = int(facts / FACTS_A_FOLD) + 1
        start = env.now
        for k in range(1, slices):
            env.run(until=start + (end - start) * k / slices)
            self._recorder.fold(env.now)
        env.run(until=end)
        self._simulation.observe()
        self._recorder.fold(end)

    def _limit_reached(self, began: float) -> str:
        if self._recorder.facts_total > self.limits.events:
            return f"{self.limits.events:,} events"
        wall_s = self._wall_s + perf_counter() - began
        if self.limits.wall_s is not None and wall_s > self.limits.wall_s:
            return f"{self.limits.wall_s:g} s of computing"
        return ""

    def result(self) -> Result:
        """The result so far; whole once :meth:`frames` has come to its end."""
        status: result.Status = "finished" if self._bin == self._timebase.bins else "stopped"
        recorded = self._recorder.result_parts()
        wall = {
            "cpu_s": round(self._cpu_s, 6),
            "wall_s": round(self._wall_s, 6),
            "peak_rss_mb": peak_rss_mb(),
            "limit": self._limit or None,
            **describe(),
        }
        document = result.as_dict(self._manifest(), recorded, status=status, wall=wall)
        return Result(status, self._limit, document)

    def _manifest(self) -> dict[str, Any]:
        """The inputs, and a fingerprint of what decides the result and of what happened.

        The scenario is the one that ran, overrides included: to repeat it takes nothing else.
        """
        decisive: dict[str, Any] = {
            "scenario": self.scenario.resolved(),
            "seed": self.scenario.seed,
            "profile": self.scenario.profile,
            "interventions": [],
        }
        asked = orjson.dumps([decisive, MODEL], option=orjson.OPT_SORT_KEYS)
        happened = self._recorder.fingerprint().encode()
        return {
            **decisive,
            "overrides": self.overrides,
            "versions": {"windtunnel": VERSION, "model": MODEL},
            "fingerprint": sha256(asked + b"\n" + happened).hexdigest(),
        }

    def snapshot(self) -> bytes:
        """The whole state at the end of a frame, to be continued by :meth:`restore`.

        Bytes of pickle: restore only what you stored yourself.
        """
        return pickle.dumps(self, protocol=5)

    @staticmethod
    def restore(snapshot: bytes) -> Run:
        """The run as it was; its :meth:`frames` go on where the snapshot was taken."""
        restored = pickle.loads(snapshot)
        if not isinstance(restored, Run):
            raise ScenarioInvalid([])
        return restored


def _recorder(scenario: Scenario, timebase: Timebase, simulation: Simulation) -> Recorder:
    return Recorder(
        timebase,
        simulation.components,
        readings=READINGS,
        edges=topology(scenario)["edges"],
        tariff=tariff(scenario, scenario.quota_profile()),
    )


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    profile: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    limits: Limits | None = None,
) -> Result:
    """Compute a run from start to end."""
    computing = Run(scenario, seed=seed, profile=profile, overrides=overrides, limits=limits)
    for _ in computing.frames():
        pass
    return computing.result()
