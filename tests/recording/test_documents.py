"""The result document, the charges, the fingerprint and the page of metrics."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simcore.awslambda.facts.invocations import InvocationStarted, InvocationThrottled
from simcore.components import READINGS, TITLES
from simcore.facts import ledgers_for
from simcore.recording import Tariff, Timebase, as_header, result
from simcore.recording.catalogue import catalogue
from simcore.recording.fingerprint import PIECE_BYTES, Trail
from simcore.recording.reference import reference
from simcore.recording.tariff import RequestTariff
from simcore.recording.uses import uses
from simcore.services.sqs.facts import MessagesSent

from .conftest import Component, edge, make_recorder
from .stated import STATED

ROOT = Path(__file__).parents[2]
MANIFEST = dict.fromkeys(result.MANIFEST_KEYS)


def test_the_result_is_plain_json_with_the_documented_keys(function, queue, client):
    function.state(InvocationStarted, (0.1, 0, 0.25, 1))
    recorder = make_recorder(Timebase(3), [function, queue, client])
    recorder.fold(2.0)  # stopped early
    document = result.as_dict(
        MANIFEST, recorder.result_parts(), status="stopped", wall={"cpu_s": 0.1}
    )
    assert list(document) == [
        "format", "manifest", "time_s", "bin_s", "series", "counters", "cost", "percentiles",
        "distributions", "flags", "insights", "stories", "status", "wall",
    ]  # fmt: skip
    assert list(document["manifest"]) == list(result.MANIFEST_KEYS)
    assert document["time_s"] == [0.0, 1.0]
    for part in document["series"].values():
        assert {len(values) for values in part.values()} == {2}
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_counts_are_whole_numbers(function, queue):
    queue.state(MessagesSent, *[(n / 100, 3) for n in range(50)])
    recorder = make_recorder(Timebase(1), [function, queue])
    recorder.fold(1.0)
    parts = recorder.result_parts()
    assert repr(parts["series"]["orders"]["NumberOfMessagesSent"]) == "[150]"
    assert repr(parts["counters"]["orders"]["sent"]) == "150"


def test_a_manifest_with_other_keys_is_refused():
    manifest = {key: 0 for key in MANIFEST if key != "seed"} | {"extra": 1}
    with pytest.raises(ValueError, match="manifest keys missing or unknown: extra, seed"):
        result.as_dict(manifest, {}, status="finished", wall={})


def test_a_trail_does_not_depend_on_its_pieces():
    data = bytes(range(256)) * 200
    whole = Trail()
    whole.add(data, 10)
    for size in (1, 100, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES):
        pieces = Trail()
        for start in range(0, len(data), size):
            pieces.add(data[start : start + size], 10 if start == 0 else 0)
        assert pieces.hexdigest() == whole.hexdigest()


def test_a_fingerprint_per_component_whatever_the_others(function, queue):
    def state():
        function.state(InvocationThrottled, (0.5, 1, 1))
        queue.state(MessagesSent, (0.5, 1))

    state()
    both = make_recorder(Timebase(1), [function, queue])
    both.fold(1.0)
    state()
    alone = make_recorder(Timebase(1), [function])
    alone.fold(1.0)
    assert both.fingerprints()["worker"] == alone.fingerprints()["worker"]
    assert both.fingerprint() != alone.fingerprint()


def test_one_row_more_or_other_is_another_fingerprint(function):
    digests = set()
    for rows in ([], [(0.5, 0, 0)], [(0.5, 1, 0)], 2 * [(0.5, 0, 0)]):
        function.state(InvocationThrottled, *rows)
        recorder = make_recorder(Timebase(1), [function])
        recorder.fold(1.0)
        digests.add(recorder.fingerprint())
    assert len(digests) == 4


def test_the_same_bytes_in_other_processes_with_other_hash_seeds(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "import json, sys\n"
        f"sys.path.insert(0, {str(ROOT / 'tests')!r})\n"
        "from recording.test_properties import record\n"
        "from recording.strategies import history\n"
        "parts, fingerprint, frames = record(history(4, 6.0, 3, 60.0), [])\n"
        "print(fingerprint, json.dumps([parts, frames]))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, str(script)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "77")
    }
    assert len(printed) == 1


def test_every_series_is_in_the_catalogue_and_every_metric_has_its_facts():
    parts = [
        Component(kind, kind, ledgers_for(*dict.fromkeys(stated)))
        for kind, stated in STATED.items()
    ]
    charged = (
        "function",
        "queue",
        "topic",
        "bus",
        "bucket",
        "load_balancer",
        "distribution",
        "cloudfront_function",
        "api",
        "scheduler",
        "delivery_stream",
        "state_machine",
    )
    tariff = Tariff({kind: RequestTariff("", "", "", 0.0) for kind in charged})
    polls = [edge("queue", "event_source_mapping", "receive")]
    recorder = make_recorder(Timebase(1), parts, tariff=tariff, edges=polls)
    recorder.fold(1.0)
    shown = recorder.result_parts()["series"].items()
    made = {(kind, metric) for kind, series in shown for metric in series}
    entries = catalogue(READINGS)
    assert made == {(entry.of, entry.name) for entry in entries}
    recorded = {fact.__name__ for reading in READINGS.values() for fact in uses(reading)}
    assert {fact for entry in entries for fact in entry.facts} <= recorded
    assert all(entry.facts for entry in entries)


def test_metrics_of_one_name_have_one_unit_and_label():
    header = as_header(READINGS)
    assert list(header)[:2] == ["Requests", "Responses"]
    for metric in catalogue(READINGS):
        assert header[metric.name]["unit"] == metric.unit
        assert header[metric.name]["label"] == metric.label
        assert header[metric.name]["statistic"] == metric.statistic


@pytest.mark.docs
def test_the_page_of_metrics_is_up_to_date():
    """Written anew by: python -m simcore.recording.reference > docs/reference/metrics.md"""
    page = ROOT / "docs/reference/metrics.md"
    assert page.read_text(encoding="utf-8") == reference(READINGS, TITLES)
