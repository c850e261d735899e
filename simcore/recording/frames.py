"""Frames: what a viewer is sent for a stretch of simulated time (``windtunnel.frame/1``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simcore.errors import EngineBug

if TYPE_CHECKING:
    from simcore.recording.recorder import Recorder

FORMAT = "windtunnel.frame/1"
VERSION = 1


def frame(recorder: Recorder, n: int) -> dict[str, Any]:
    """Frame ``n`` (from 0), whose last bin has just been folded, as plain data.

    Frames are asked for once each and in order: transitions, events, flags and story steps are
    those since the one before. Raises EngineBug for a frame that is not complete, or is over.
    """
    timebase = recorder.timebase
    bins = timebase.frame_bin_range(n)
    if recorder.open_bin != bins.stop:
        raise EngineBug(f"frame {n} needs {bins.stop} closed bins, not {recorder.open_bin}")
    t1 = timebase.bin_end(bins.stop - 1)
    return {
        "v": VERSION,
        "n": n,
        "t0": timebase.bin_start(bins.start),
        "t1": t1,
        "series": {
            name: board.part(bins.start, bins.stop) for name, board in recorder.boards.items()
        },
        "counters": recorder.counters(),
        "environments": {
            name: grid.payload(t1, timebase.bin_s) for name, grid in recorder.grids.items()
        },
        "events": recorder.events.new(),
        "events_total": recorder.facts_total,
        "flags": recorder.flags.new(),
        "stories": recorder.stories.new(),
    }
