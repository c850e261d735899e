"""A run: a scenario with its seed, computed frame by frame.

The same scenario, seed and profile give the same frames and the same result, byte for byte, in
any process; so does a run that was paused at the end of a frame, pickled and continued elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import orjson

from simcore.component import Insight, Live
from simcore.component.parts import names_of_parts
from simcore.components import READINGS
from simcore.errors import SnapshotUnusable
from simcore.recording import Recorder, Timebase, as_header, at_mark, marked, result
from simcore.scenario import snapshots
from simcore.scenario.build import Simulation, build
from simcore.scenario.collector import rare_collections
from simcore.scenario.costs import tariff
from simcore.scenario.insights import insights_of
from simcore.scenario.interventions import Intervention
from simcore.scenario.itinerary import Itinerary
from simcore.scenario.limits import Limits, Watch
from simcore.scenario.load import vary
from simcore.scenario.machine import describe, peak_rss_mb
from simcore.scenario.model import Scenario
from simcore.scenario.outcome import Frame, Result
from simcore.scenario.overrides import full_path
from simcore.scenario.pictures import described
from simcore.scenario.recorded import recorder_of
from simcore.scenario.topology import topology
from simcore.version import MODEL, VERSION

__all__ = ["Frame", "Limits", "Result", "Run", "run"]

FACTS_A_FOLD = 100_000
"""How many facts may pile up before they are folded, which bounds the memory of a run."""


class Run:
    """One run. Raises ``ScenarioInvalid`` when the changes make the scenario invalid.

    One that is not ``shown`` comes to the same result in less time, and its frames are empty: they
    tell how far it is.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        seed: int | None = None,
        profile: str | None = None,
        overrides: Mapping[str, Any] | None = None,
        limits: Limits | None = None,
        shown: bool = True,
    ) -> None:
        self._shown = shown
        most = (limits or Limits()).event_budget
        changed = vary(scenario, seed=seed, profile=profile, overrides=overrides, event_budget=most)
        self.scenario, self._itinerary = changed.with_defaults(), Itinerary(changed, most)
        document = scenario.document()
        self.overrides = {full_path(document, k): v for k, v in sorted((overrides or {}).items())}
        self._timebase = Timebase(self.scenario.duration)
        self.limits = limits or Limits()
        self._watch = Watch(self.limits)
        self._mark: bytes | None = None  # of the recorder, where the open bin is folded in parts
        self._frame: Frame | None = None
        self._simulation: Simulation
        self._recorder: Recorder
        self._limit = self._watch.until_limit(self._build)
        if self._limit:
            self._recorder = self._recording(())

    def _build(self) -> None:
        scenario = self.scenario
        simulation = build(scenario, scenario.quota_profile(), scenario.seed)
        self._recorder = self._recording(simulation.components)
        self._simulation, self._watch.stated = simulation, self._recorder.stated_total

    def _recording(self, components: Sequence[Live]) -> Recorder:
        return recorder_of(self.scenario, self._timebase, components, self._shown)

    @property
    def stopped_by(self) -> str:
        """Which of the limits has stopped it: the name of a field of `Limits`, or nothing."""
        return self._limit.limit if self._limit else ""

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
        """The frames that are left, each computed when it is asked for, and each whole.

        Ends early when a limit is reached, also in the middle of a frame; :meth:`result` says so.
        """
        with rare_collections():
            while not (self._limit or self._is_whole()):
                self._simulation.env.watch(self._between_entries)
                self._limit = self._watch.until_limit(self._compute_frame)
                if self._limit:
                    self._leave_out_the_open_bin()
                frame, self._frame = self._frame, None
                if frame is not None:
                    yield frame

    def _compute_frame(self) -> None:
        first = self._recorder.open_bin
        while True:
            self._compute_bin()
            if self._timebase.ends_frame(self._recorder.open_bin - 1):
                break
        self._watch.undisturbed(self._end_frame, first)

    def _end_frame(self, first: int) -> None:
        timebase, n = self._timebase, self._timebase.frame_of(first)
        t0, t1 = timebase.bin_start(first), timebase.bin_end(self._recorder.open_bin - 1)
        self._frame = Frame(n, t0, t1, self._recorder.frame(n) if self._shown else {})

    def _compute_bin(self) -> None:
        """One bin, folded often enough to keep the ledgers short."""
        env, end = self._simulation.env, self._timebase.bin_end(self._recorder.open_bin)
        self._itinerary.advance(self._simulation, end, self._told)
        while env.now < end:  # it has paused
            self._fold_many(env.now)
            self._itinerary.advance(self._simulation, end, self._told)
        self._simulation.observe()
        self._watch.look()
        if self._mark is None and self._recorder.piled() < FACTS_A_FOLD:
            self._watch.undisturbed(self._recorder.fold, end)
        else:
            self._fold_many(end)
            self._mark = None

    def _told(self, scenario: Scenario) -> None:
        """Components are called and will be charged by what they are from now on."""
        self._recorder.parts.names = names_of_parts(scenario.components)
        prices, now = tariff(scenario, scenario.quota_profile()), self._simulation.env.now
        if prices.components != self._recorder.charges.tariff.components:
            self._fold_many(now)
            self._recorder.charges.change(prices, now)

    def _fold_many(self, now: float) -> None:
        """This takes a while and can be stopped, as there is a mark to go back to."""
        if self._mark is None:
            self._mark = marked(self._recorder)
        self._recorder.fold(now)

    def _between_entries(self) -> None:
        self._watch.look()
        if self._recorder.piled() > FACTS_A_FOLD:
            self._simulation.env.pause()

    def _leave_out_the_open_bin(self) -> None:
        """What is reported is whole: all that there was when the last whole bin ended."""
        del self._simulation  # whatever it was in the middle of
        self._watch.stated = int
        if self._mark is not None:
            self._recorder, self._mark = at_mark(self._mark), None
        self._recorder.drop_piled()

    def diverge(
        self, interventions: tuple[Intervention, ...], overrides: Mapping[str, Any] | None = None
    ) -> None:
        """Go on with other interventions from here; those that lie behind are what they were.

        `overrides`, by full paths, are what was asked for. Raises `ScenarioInvalid` when what lies
        behind is another, or when what is to come cannot be done.
        """
        self.scenario = self._itinerary.diverge(self._simulation.env.now, interventions)
        self.overrides = dict(sorted((self.overrides if overrides is None else overrides).items()))

    def result(self) -> Result:
        """The result so far; whole once :meth:`frames` has come to its end.

        Of a run that was stopped, all is as it was at the end of the last whole bin.
        """
        status: result.Status = "finished" if self._is_whole() else "stopped"
        recorded = self._recorder.result_parts()
        found = [insight.as_dict() for insight in self._insights(recorded)]
        wall = {
            "cpu_s": round(self._watch.cpu_s, 6),
            "wall_s": round(self._watch.wall_s, 6),
            "peak_rss_mb": peak_rss_mb(),
            "limit": str(self._limit) if self._limit else None,
            **describe(),
        }
        document = result.as_dict(
            self._manifest(), recorded, insights=found, status=status, wall=wall
        )
        return Result(status, str(self._limit or ""), document)

    def _insights(self, recorded: dict[str, Any]) -> list[Insight]:
        return insights_of(self.scenario, recorded, self._itinerary.course)

    def _is_whole(self) -> bool:
        return self._recorder.open_bin == self._timebase.bins

    def _manifest(self) -> dict[str, Any]:
        """The inputs, and a fingerprint of what decides the result and of what happened.

        The scenario is the one that ran, overrides included: to repeat it takes nothing else.
        """
        decisive: dict[str, Any] = {
            "scenario": self.scenario.resolved(),
            "seed": self.scenario.seed,
            "profile": self.scenario.profile,
            "interventions": [said.model_dump(mode="json") for said in self.scenario.interventions],
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
        return snapshots.pack(self)

    @staticmethod
    def restore(snapshot: bytes, *, limits: Limits | None = None) -> Run:
        """The run as it was; its :meth:`frames` go on where the snapshot was taken.

        Under other ``limits``, if given, whose time counts from here. Raises `SnapshotUnusable` for
        a snapshot that other code has written.
        """
        restored = snapshots.unpack(snapshot)
        if not isinstance(restored, Run):
            raise SnapshotUnusable("this is no snapshot of a run")
        if limits is not None:
            restored.limits = limits
            restored._watch.allow(limits)
        return restored


def run(
    scenario: Scenario,
    *,
    seed: int | None = None,
    profile: str | None = None,
    overrides: Mapping[str, Any] | None = None,
    limits: Limits | None = None,
) -> Result:
    """Compute a run from start to end."""
    computing = Run(
        scenario, seed=seed, profile=profile, overrides=overrides, limits=limits, shown=False
    )
    for _ in computing.frames():
        pass
    return replace(computing.result(), scenario=scenario)
