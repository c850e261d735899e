"""A toy's reading: what is declared once becomes metrics, counters, events, flags and a view."""

from __future__ import annotations

import re
from typing import NamedTuple

import pytest

from simcore.components import READINGS
from simcore.errors import EngineBug
from simcore.facts import ledgers_for
from simcore.recording import Recorder, Tariff, Timebase, as_header
from simcore.recording.catalogue import catalogue
from simcore.recording.made import ByValue
from simcore.recording.reading import (
    OURS,
    Count,
    Counter,
    Metric,
    Reading,
    Tally,
    Total,
    View,
)
from simcore.recording.reference import reference
from simcore.recording.tariff import Line
from simcore.recording.told import say
from simcore.recording.uses import uses

from .conftest import Component, edge
from .toy import (
    BLUE,
    COLOURS,
    GREEN,
    READING,
    RED,
    TOY,
    Given,
    Lent,
    Played,
    Seen,
    Shelf,
    Wound,
    plays,
)


@pytest.fixture
def toy() -> Component:
    return Component("bear", "toy", ledgers_for(Played, Seen, Wound, Lent, Given))


def recorded(toy, rows, **more):
    toy.state(Played, *map(tuple, rows))
    toy.state(Given, (0.2, 2), (0.3, 1))
    toy.state(Wound, (0.4,), (0.5,))
    toy.state(Lent, (0.25, 3))
    toy.state(Seen, (1.0, 7, 0.75))
    recorder = Recorder(Timebase(1), [toy], readings=READING, **more)
    recorder.fold(1.0)
    return recorder


@pytest.mark.parametrize("n", [3, 200])  # as rows, and as columns
def test_every_maker_against_plain_python(toy, n):
    rows = plays(n)
    recorder = recorded(toy, rows)
    parts = recorder.result_parts()
    series = {name: values[0] for name, values in parts["series"]["bear"].items()}
    by_colour = [[row for row in rows if row.colour == colour] for colour in range(3)]
    pieces = [sum(row.pieces for row in chosen) for chosen in by_colour]
    assert series["Plays"] == n
    assert series["Pieces"] == sum(pieces)
    assert series["Losses"] == sum(row.lost > 0 for row in rows)
    assert series["Warm"] == len(by_colour[RED])
    assert series["ColdPieces"] == pieces[GREEN] + pieces[BLUE]
    assert series["Both"] == n + 3
    assert (series["Toys"], series["Oldest"]) == (7, 0.25)
    assert series["Time"] == pytest.approx(1000 * sum(row.t / 2 for row in rows) / n, abs=1e-3)
    assert series["Most"] == max(row.pieces for row in rows)
    counters = {
        "plays": n, "pieces": sum(pieces), "losses": series["Losses"], "warm": series["Warm"],
        "cold_pieces": series["ColdPieces"], "both": n + 3, "toys": 7,
        "cool": len(by_colour[GREEN] + by_colour[BLUE]), "everything": n + 7,
        "plays.red": len(by_colour[RED]), "plays.blue": len(by_colour[BLUE]),
        **{f"pieces.{name}": pieces[n] for n, name in enumerate(COLOURS)},
    }  # fmt: skip
    assert parts["counters"]["bear"] == counters
    assert TOY.balances[0].holds(counters)
    assert parts["percentiles"]["bear"]["Time"]["count"] == n


def test_what_goes_by_one_column_is_folded_in_one_pass():
    made = [value.made for value in (*TOY.metrics, *TOY.counters)]
    assert sum(isinstance(part, ByValue) for part in made) == 5
    assert [type(fold).__name__ for fold in folds_of(Played)].count("TallyFold") == 1
    assert [type(fold).__name__ for fold in folds_of(Played)].count("SumByFold") == 1


def folds_of(fact):
    bear = Component("bear", "toy", ledgers_for(fact))
    board = Recorder(Timebase(1), [bear], readings=READING).boards["bear"]
    return [make(board) for make in uses(TOY)[fact].folds]


def test_events_flags_and_what_was_handed_over(toy):
    rows = [Played(0.2, 0.0, 4, RED, 0), Played(0.3, 0.0, 5, BLUE, 1), Played(0.4, 0.0, 6, BLUE, 0)]
    recorder = recorded(toy, rows, edges=[edge("bear", "bear", "gives")])
    frame = recorder.frame(0)
    assert frame["events"] == [
        [0.2, "end", "bear", "4 pieces, of 2", "red"],
        [0.3, "err", "bear", "5 pieces", "blue"],
        [0.4, "end", "bear", "6 pieces", "blue"],
    ]
    assert [(flag["t_s"], flag["kind"], flag["detail"]) for flag in frame["flags"]] == [
        (0.2, "colour", "red"), (0.3, "colour", "blue"), (0.3, "first_loss", "blue"),
    ]  # fmt: skip


@pytest.mark.parametrize("n", [20, 100])
def test_a_flag_for_each_value_is_raised_once(toy, n):
    rows = [Played(0.1 + k / 1000, 0.0, 0, k % 3, 0) for k in range(n)]
    flags = recorded(toy, rows).result_parts()["flags"]
    assert [flag["detail"] for flag in flags] == list(COLOURS)


def test_a_view_has_its_part_of_the_frame(toy):
    recorder = recorded(toy, plays(2))
    assert recorder.frame(0)["shelf"] == {"bear": [2, 1.0, 1]}
    (shelf,) = recorder.views
    assert shelf.merged >= 1
    alone = Recorder(Timebase(1), [], readings=READING)
    alone.fold(1.0)
    assert alone.frame(0)["shelf"] == {}


class Lender:
    """A dollar for each second that one is lent."""

    def lines(self, id, meter):
        held = meter.holds[id]
        owed, lasting = held.owed_s(meter.elapsed_s), held.lasting_s(meter.elapsed_s)
        yield Line(id, "lent", "second", owed, lasting, 1.0)


def test_what_is_held_is_charged_by_time(toy):
    """Three from 0.25 s on, in steps of 5 s."""
    recorder = recorded(toy, plays(2), tariff=Tariff({"bear": Lender()}, hold_step_s=5.0))
    assert recorder.result_parts()["series"]["bear"]["EstimatedCharges"] == [3 * 5.0]
    (line,) = recorder.cost()["items"]
    assert line["month_usd"] == pytest.approx(3 * 0.75 * 30 * 86_400)


def test_an_observation_belongs_to_the_bin_that_ends_with_it(toy):
    recorder = Recorder(Timebase(2), [toy], readings=READING)
    toy.state(Seen, (1.0, 3, -1.0), (2.0, 4, 1.5))
    recorder.fold(2.0)
    series = recorder.result_parts()["series"]["bear"]
    assert (series["Toys"], series["Oldest"]) == ([3, 4], [0.0, 0.5])
    assert recorder.facts_total == 0  # nothing happened


def test_unit_and_statistic_follow_from_what_it_is_made_of():
    entries = {entry.name: entry for entry in catalogue(READING)}
    assert {name: (e.unit, e.statistic) for name, e in entries.items()} == {
        "Plays": ("Count", "Sum"), "Pieces": ("Count", "Sum"), "Losses": ("Count", "Sum"),
        "Warm": ("Count", "Sum"), "ColdPieces": ("Count", "Sum"), "Both": ("Bytes", "Sum"),
        "Toys": ("Count", "Last"), "Oldest": ("Seconds", "Last"),
        "Time": ("Milliseconds", "Average"), "Time.p50": ("Milliseconds", "p50"),
        "Time.p95": ("Milliseconds", "p95"), "Time.p99": ("Milliseconds", "p99"),
        "Most": ("Count", "Maximum"), "Mood": ("Count", "Sum"),
    }  # fmt: skip
    assert entries["Both"].facts == ("Played", "Given")
    assert entries["Mood"].facts == ("Played",)
    assert (entries["Plays"].source, entries["Pieces"].source) == ("A book", OURS)
    assert entries["Time.p95"].label == "Time p95"
    assert as_header(READING)["Mood"]["names"] == ["good", "bad"]
    assert "names" not in as_header(READING)["Plays"]


def test_the_values_of_one_name_stand_for_the_same_words_in_every_type():
    """A run's header says once, for all who have the series, what they stand for."""
    words = {}
    for entry in catalogue(READINGS):
        assert words.setdefault(entry.name, entry.names) == entry.names, entry.of


def test_the_page_has_its_metrics_counters_and_balances():
    page = reference(READING, {"toy": "Toy"})
    assert "| `Plays` | Count | Sum | Games. | `Played` | A book |" in page
    (row,) = [line for line in page.splitlines() if line.startswith("| Toy | `both`")]
    assert "`pieces.<colour>` (by colour)" in row
    assert "| Toy | `pieces` | `pieces.<colour>` |" in page


def test_readings_of_parts_are_added_up():
    more = Reading(counters=(Counter("wound", Count(Wound)),), views=(View,))
    both = TOY + more
    assert both.counters == TOY.counters + more.counters
    assert both.metrics == TOY.metrics
    assert both.views == (Shelf, View)


def test_a_ledger_that_the_reading_does_not_mention_is_a_bug():
    class Broken(NamedTuple):
        t: float

    with pytest.raises(EngineBug, match="bear states Broken, which nothing records"):
        Recorder(Timebase(1), [Component("bear", "toy", ledgers_for(Broken))], readings=READING)
    with pytest.raises(EngineBug, match="car is of type engine, which has no reading"):
        Recorder(Timebase(1), [Component("car", "engine")], readings=READING)


@pytest.mark.parametrize("kind", READINGS)
def test_a_balance_is_made_of_counters_of_its_type(kind):
    """A name that is misspelt would count as 0."""
    reading = READINGS[kind]
    known = {metric.counter for metric in reading.metrics} | {c.name for c in reading.counters}
    for balance in reading.balances:
        unless = [balance.unless] if balance.unless else []
        assert {*balance.came, *balance.left, *unless} <= known


@pytest.mark.parametrize("kind", READINGS)
def test_the_summary_tells_of_what_there_is(kind):
    """A name that is misspelt would be told of nobody."""
    reading = READINGS[kind]
    counters = {metric.counter for metric in reading.metrics} | {c.name for c in reading.counters}
    metrics = {metric.name for metric in reading.metrics}
    for one in reading.summary():
        if isinstance(one, Tally):
            names = (one.counters,) if isinstance(one.counters, str) else one.counters
            assert set(names) <= counters
        else:
            assert one.metric in metrics


LOST = re.compile(
    r"(lost|refused|dropped|given_up|failed_to_\w+|failures|redrive_failed|letter_errors|expired"
    r"|timed_out|timeouts|throttled|recursive|limit|limit_exceeded|duplicated|twice|run_again)$"
)
PARTS = re.compile(r"(lambda|service|activity)_tasks_|restore_")
"""Counters of which the whole is told."""


@pytest.mark.parametrize("kind", READINGS)
def test_the_summary_tells_of_what_is_lost_and_of_what_is_left(kind):
    """Nobody who reads that nothing happened, or that all went well, finds out otherwise later."""
    reading = READINGS[kind]
    names = [m.counter or "" for m in reading.metrics] + [c.name for c in reading.counters]
    told = {name for one in reading.summary() for name in getattr(one, "names", ())}
    wanted = {name for name in names if LOST.search(name) and not PARTS.match(name)}
    assert (wanted | set(reading.waits)) - told == set()
    added = [one for one in reading.summary() if one not in reading.tells]
    assert all(one.better == "" for one in added), "connections that are open are no backlog"


REFUSALS = {
    "queue": "sends_refused",
    "topic": "publishes_refused",
    "bus": "events_refused",
    "stream": "writes_throttled",
    "table": "writes_throttled",
    "bucket": "refused",
    "delivery_stream": "throttled",
    "state_machine": "starts_refused",
    "api": "throttled",
    "function": "throttles",
    "downstream": "refused",
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_the_first_of_what_a_sender_is_refused_is_flagged(kind):
    """A sender whose messages are refused may hear nothing of it: that is where they are lost."""
    reading = READINGS[kind]
    (metric,) = (m for m in reading.metrics if m.counter == REFUSALS[kind])
    facts = {name for part in metric.parts for name in part.made_of()}
    assert facts & {flagged.fact.__name__ for flagged in reading.flags}


def test_a_type_that_says_nothing_of_it_is_summed_up_by_its_totals():
    data = {"counters": {"bear": {"plays": 1_200}}, "series": {}, "percentiles": {}}
    assert list(say(TOY.summary(), data, "bear")) == ["plays 1,200"]
    assert list(say(TOY.summary(), data, "car")) == []


def test_a_metric_cannot_be_a_total_of_counters():
    twice = Metric("Twice", Total("plays"), "Twice", "What nobody folds.")
    with pytest.raises(EngineBug, match="only a counter can be"):
        uses(Reading(metrics=(twice,)))
