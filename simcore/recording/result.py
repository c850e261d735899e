"""The result of a run as one document (``windtunnel.result/1``).

======================  ==========================================================================
``format``              "windtunnel.result/1"
``manifest``            the run's inputs: scenario (resolved), seed, profile, overrides,
                        interventions, versions; and the fingerprint of what happened
``time_s``              when each bin begins, in seconds
``bin_s``               width of a bin in seconds
``series``              component id -> metric -> one value per bin (null: nothing to measure)
``counters``            component id -> name -> total over the run, or level at its end
``cost``                what the run has cost so far, line by line, and what that makes a month
``percentiles``         component id -> metric -> {p50, p90, p95, p99, max, mean, count}, ms
``distributions``       component id -> metric -> its histograms, span by span: see `distributions`
``flags``               [{t_s, kind, component, detail}] by time
``insights``            why it went as it did: {id, component, t, until, what, why, ...} by time
``stories``             [{id, component, steps: [{t_s, step, component, a, b}]}]
``states``              of state machines alone: component id -> a row for each state entered
``status``              "finished", or "stopped" at a limit: then the series end early
``wall``                what may differ between machines and runs of the same inputs
======================  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from simcore.recording.reading import View
    from simcore.recording.recorder import Recorder

FORMAT = "windtunnel.result/1"

MANIFEST_KEYS = (
    "scenario",
    "seed",
    "profile",
    "overrides",
    "interventions",
    "versions",
    "fingerprint",
)

Status = Literal["finished", "stopped"]


def parts(recorder: Recorder) -> dict[str, Any]:
    """What the recorder knows: the series of the closed bins and all that was added up."""
    timebase = recorder.timebase
    return {
        "time_s": [timebase.bin_start(n) for n in range(recorder.open_bin)],
        "bin_s": timebase.bin_s,
        "series": {
            name: board.part(0, recorder.open_bin) for name, board in recorder.boards.items()
        },
        "counters": recorder.counters(),
        "cost": recorder.cost(),
        "percentiles": {
            name: {metric: samples.run.as_dict() for metric, samples in by_metric.items()}
            for name, by_metric in recorder.samples.items()
        },
        "distributions": distributions(recorder),
        "flags": recorder.flags.all(),
        "stories": recorder.stories.all(),
        "more": {view.in_result: told for view in recorder.views if (told := _total(view))},
    }


def _total(view: View) -> dict[str, Any]:
    return view.total() if view.in_result else {}


def distributions(recorder: Recorder) -> dict[str, Any]:
    """How durations were distributed in each span that had any; metrics without any are left out.

    Of a span: when it begins, exactly count, sum in microseconds, minimum and maximum in
    milliseconds; in which `buckets` of the histogram (`simcore.recording.histogram`) how many
    `counts` lie.
    """
    timebase = recorder.timebase
    last = recorder.open_bin // timebase.span_bins
    parts = {
        name: {
            metric: samples.run.spans.as_list(timebase.span_s, samples.run.counts, last)
            for metric, samples in by_metric.items()
            if samples.run.count
        }
        for name, by_metric in recorder.samples.items()
    }
    return {"span_s": timebase.span_s, "spans": {id: part for id, part in parts.items() if part}}


def as_dict(
    manifest: Mapping[str, Any],
    recorded: Mapping[str, Any],
    *,
    insights: Sequence[Mapping[str, Any]] = (),
    status: Status,
    wall: Mapping[str, Any],
) -> dict[str, Any]:
    """The document, from the manifest and what `parts` gave, keys in the documented order.

    Raises ValueError when the manifest lacks a key, or has one that is not documented.
    """
    if set(manifest) != set(MANIFEST_KEYS):
        odd = sorted(set(manifest) ^ set(MANIFEST_KEYS))
        raise ValueError(f"manifest keys missing or unknown: {', '.join(odd)}")
    return {
        "format": FORMAT,
        "manifest": {key: manifest[key] for key in MANIFEST_KEYS},
        "time_s": recorded["time_s"],
        "bin_s": recorded["bin_s"],
        "series": recorded["series"],
        "counters": recorded["counters"],
        "cost": recorded["cost"],
        "percentiles": recorded["percentiles"],
        "distributions": recorded["distributions"],
        "flags": recorded["flags"],
        "insights": list(insights),
        "stories": recorded["stories"],
        **recorded["more"],
        "status": status,
        "wall": dict(wall),
    }
