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
    those since the one before. The frame in which a run was stopped has the bins that were closed.
    Each view has a part of its own between the counters and the events.
    Raises EngineBug when none of the frame's bins was, or one of the next frame's.
    """
    timebase = recorder.timebase
    bins, stop = timebase.frame_bin_range(n), recorder.open_bin
    if not bins.start < stop <= bins.stop:
        raise EngineBug(f"frame {n} has bins {bins.start} to {bins.stop}, but {stop} are closed")
    t1 = timebase.bin_end(stop - 1)
    return {
        "v": VERSION,
        "n": n,
        "t0": timebase.bin_start(bins.start),
        "t1": t1,
        "series": {name: board.part(bins.start, stop) for name, board in recorder.boards.items()},
        "counters": recorder.counters(),
        **{view.key: view.payload(t1, timebase.bin_s) for view in recorder.views if view.is_told},
        "distributions": recorder.distributions(),
        "events_counted": recorder.events.counts(),
        "events": recorder.events.new(),
        "events_total": recorder.facts_total,
        "flags": recorder.flags.new(),
        "stories": recorder.stories.new(),
    }
