"""Goals of a scenario: what may be written, what it is understood as, what is said of mistakes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simcore import units
from simcore.components import READINGS
from simcore.errors import ScenarioInvalid
from simcore.recording.catalogue import catalogue
from simcore.scenario import check, load_scenario
from simcore.scenario.goals import GoalError, Sort, When, goals_of, holds, sought
from simcore.scenario.goals.bound import parse_bound
from simcore.scenario.goals.measure import STATISTICS, parse_measure
from simcore.scenario.goals.names import named, names_of_type
from simcore.scenario.goals.sought import known_types
from tests.scenario.small import SMALL

Bend = Callable[..., dict[str, Any]]
TYPES = known_types(load_scenario(SMALL).components)


def understood(key: str, said: Any, component: str = "") -> Any:
    expect = {component: {key: said}} if component else {key: said}
    (goal,) = goals_of(expect)
    return sought(goal, TYPES)


# --- what is read --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "of", "statistic", "when"),
    [
        ("worker.errors", ("worker", "errors"), "", When()),
        ("worker.p99_duration", ("worker", "duration"), "p99", When()),
        ("worker.p99.9 Duration", ("worker", "Duration"), "p99.9", When()),
        ("worker.maximum_duration", ("worker", "duration"), "max", When()),
        ("worker.average duration", ("worker", "duration"), "mean", When()),
        ("orders-dlq.visible at end", ("orders-dlq", "visible"), "", When(at=True)),
        ("orders.sent at 90 s", ("orders", "sent"), "", When(at=True, to_s=90.0)),
        ("orders.sent from 1 min to 2 min", ("orders", "sent"), "", When(False, 60.0, 120.0)),
        ("orders.sent after 1 min", ("orders", "sent"), "", When(from_s=60.0)),
        ("orders.sent until 1 min", ("orders", "sent"), "", When(to_s=60.0)),
        ("orders.dead_lettered", ("orders", "dead_lettered"), "", When()),
        ("worker.Environments.busy", ("worker", "Environments.busy"), "", When()),
        ("cost_per_million", ("", "cost_per_million"), "", When()),
        ("drained by", ("", "drained"), "", When()),
        ("orders.drained by", ("orders", "drained"), "", When()),
    ],
)
def test_a_key_says_of_whom_what_and_when(
    key: str, of: tuple[str, str], statistic: str, when: When
) -> None:
    measure = parse_measure(key)
    assert ((measure.of.component, measure.of.name), measure.statistic) == (of, statistic)
    assert measure.when == when
    component, _, rest = key.partition(".")
    if component in TYPES:
        assert parse_measure(rest, component) == measure


@pytest.mark.parametrize(
    ("said", "op", "texts"),
    [
        ("< 2 s", "<", ("2 s",)),
        ("<=5", "<=", ("5",)),
        ("at most 5", "<=", ("5",)),
        ("below 80 ms", "<", ("80 ms",)),
        ("above 1", ">", ("1",)),
        ("at least 99.5 %", ">=", ("99.5 %",)),
        ("== 0", "==", ("0",)),
        ("!= 0", "!=", ("0",)),
        ("between 4 % and 6 %", "between", ("4 %", "6 %")),
        (0, "==", ("0",)),
        (1.5, "==", ("1.5",)),
        ("10 min", "==", ("10 min",)),
    ],
)
def test_a_bound_says_how_to_compare(said: Any, op: str, texts: tuple[str, ...]) -> None:
    assert (parse_bound(said).op, parse_bound(said).texts) == (op, texts)


@pytest.mark.parametrize("said", ["", "<", "< > 2", "=< 2", "< 2 < 3", True, None, [1], "x" * 81])
def test_what_is_no_bound_is_refused(said: Any) -> None:
    with pytest.raises(GoalError):
        parse_bound(said)


def assert_that_says_what_to_do(refused: GoalError) -> None:
    assert refused.message
    assert refused.hint


@given(st.text(max_size=140), st.sampled_from(["", "worker"]))
@settings(max_examples=300, deadline=None)
def test_any_key_is_read_or_refused_in_words(text: str, component: str) -> None:
    try:
        measure = parse_measure(text, component)
    except GoalError as error:
        assert_that_says_what_to_do(error)
    else:
        assert measure.of.name
        assert measure.statistic in ("", *STATISTICS) or measure.percent is not None


@given(st.one_of(st.text(max_size=90), st.floats(), st.integers(), st.booleans(), st.none()))
@settings(max_examples=300, deadline=None)
def test_any_bound_is_read_or_refused_in_words(said: Any) -> None:
    try:
        bound = parse_bound(said)
    except GoalError as error:
        assert_that_says_what_to_do(error)
    else:
        assert all(bound.texts)
        assert parse_bound(str(bound)).texts == bound.texts


OPS = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
NUMBERS = st.floats(0, 1e9, allow_subnormal=False).map(lambda n: float(f"{n:.6g}"))
WRITTEN = {
    "duration": (units.format_duration_s, lambda n: f"{n!r} s"),
    "count": (lambda n: f"{n!r}", lambda n: f"{n!r}"),
    "cost": (lambda n: f"{n!r} USD", lambda n: f"{n!r}"),
}


@given(OPS, NUMBERS, st.sampled_from(sorted(WRITTEN)), st.booleans(), NUMBERS)
@settings(max_examples=200, deadline=None)
def test_a_bound_written_in_any_unit_is_the_number(
    op: str, number: float, kind: str, other: bool, value: float
) -> None:
    key = {"duration": "max_duration", "count": "throttles", "cost": "cost"}[kind]
    component = "" if kind == "cost" else "worker"
    found = understood(key, f"{op} {WRITTEN[kind][other](number)}", component)
    assert (found.op, found.numbers) == (op, (number,))
    by_hand = {"<": value < number, "<=": value <= number, ">": value > number,
               ">=": value >= number, "==": value == number, "!=": value != number}  # fmt: skip
    assert holds(found.op, value, found.numbers) == by_hand[op]


@pytest.mark.parametrize(("value", "kept"), [(1.9, 0), (2, 1), (3, 1), (4, 1), (4.1, 0)])
def test_both_ends_of_between_are_within(value: float, kept: bool) -> None:
    found = understood("throttles", "between 2 and 4", "worker")
    assert holds(found.op, value, found.numbers) == kept


@given(st.integers(0, 99), st.integers(0, 999), st.sampled_from(["_", " "]))
def test_any_percentile_can_be_named(whole: int, thousandths: int, gap: str) -> None:
    percent = Fraction(whole) + Fraction(thousandths, 1000)
    text = f"p{whole}.{thousandths:03d}{gap}duration"
    assert understood(text, "< 1 s", "worker").goal.measure.percent == percent


def test_every_metric_and_counter_of_every_type_can_be_named() -> None:
    for entry in catalogue(READINGS):
        target = named(entry.of, entry.name)
        assert target is not None, entry
        assert entry.name in (target.series, target.durations), entry
        assert (target.sort is Sort.WORDS) == bool(entry.names)
    for type, reading in READINGS.items():
        for name in [*names_of_type(type), *(m.counter for m in reading.metrics if m.counter)]:
            assert named(type, name) is not None
            assert parse_measure(name, "x").of.name == name, "it begins like a statistic"
        for words in filter(None, (tells.words for tells in reading.tells)):
            assert named(type, words) is not None


BOUNDS = ("< 1", "< 1 s", "< 1 MB", "< 1 %")


@pytest.mark.parametrize("type", sorted(READINGS))
def test_every_name_of_every_type_has_a_bound_that_is_understood_or_words(type: str) -> None:
    """A unit that no bound can have was a fault of ours, and a page that failed."""
    for name in names_of_type(type):
        target, units = named(type, name), []
        for bound in BOUNDS:
            (goal,) = goals_of({"it": {name: bound}})
            with contextlib.suppress(GoalError):
                units.append(sought(goal, {"it": type}).unit)
        assert target is not None
        assert bool(units) != (target.sort in (Sort.WORDS, Sort.TIMES)), (name, units)


@pytest.mark.parametrize(
    ("type", "name", "bound", "number", "unit"),
    [
        ("state_machine", "billed_ms", "< 2 min", 120_000, "ms"),
        ("state_machine", "billed_mb", "< 1 GB", 1_024, "MB"),
        ("distribution", "cache_hit_rate", "> 90 %", 90, "%"),
    ],
)
def test_a_bound_is_in_the_unit_of_what_is_counted(
    type: str, name: str, bound: str, number: float, unit: str
) -> None:
    (goal,) = goals_of({"it": {name: bound}})
    found = sought(goal, {"it": type})
    assert (found.numbers, found.unit) == ((number,), unit)


def test_a_name_is_one_however_it_is_spelled_and_what_the_summary_calls_it() -> None:
    spellings = ["MessageLatency", "message_latency", "Message latency", "latency"]
    assert len({named("queue", name) for name in spellings}) == 1
    assert named("queue", "oldest message") == named("queue", "ApproximateAgeOfOldestMessage")
    assert named("function", "throttles.ReservedFunctionConcurrentInvocationLimitExceeded")
    both = named("stream_event_source_mapping", "discarded")
    assert both is not None
    assert both.counters == ("dropped_events", "delivered_events")


# --- what is said of mistakes ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("expect", "id", "path", "words"),
    [
        ({"wrker": {"errors": 0}}, "goal.unknown", "expect.wrker.errors", "worker"),
        ({"wrker.errors": 0}, "goal.unknown", "expect.wrker.errors", "worker"),
        ({"worker": {"eror": 0}}, "goal.unknown", "expect.worker.eror", "errors"),
        ({"worker": {"p99_latency": "< 2 s"}}, "goal.unknown", "expect.worker.p99_latency",
         "p99_duration"),
        ({"worker": 3}, "goal.unknown", "expect.worker", "worker.NAME"),
        ({"csot": "< 3 USD"}, "goal.unknown", "expect.csot", "cost"),
        ({"worker": {"cost": "< 3 USD"}}, "goal.unknown", "expect.worker.cost",
         "estimated_charges"),
        ({"worker": {"duration": "< 2 s"}}, "goal.unfit", "expect.worker.duration", "p99_duration"),
        ({"worker": {"total_duration": "< 2 s"}}, "goal.unfit", "expect.worker.total_duration",
         "p99_duration"),
        ({"worker": {"limited_by": 0}}, "goal.unfit", "expect.worker.limited_by", "words"),
        ({"orders": {"total_visible": 0}}, "goal.unfit", "expect.orders.total_visible",
         "max_visible"),
        ({"orders": {"visible / sent": "< 1 %"}}, "goal.unfit", "expect.orders.visible / sent",
         "totals"),
        ({"orders": {"max_visible at end": 0}}, "goal.unfit", "expect.orders.max_visible at end",
         "without a statistic"),
        ({"worker": {"timeouts after 1 min": 0}}, "goal.unfit",
         "expect.worker.timeouts after 1 min", "without a time"),
        ({"worker": {"max_timeouts": 0}}, "goal.unfit", "expect.worker.max_timeouts",
         "without max"),
        ({"worker.drained by": "1 min", "producer.drained by": "1 min"}, "goal.unfit",
         "expect.producer.drained by", "nothing waits"),
        ({"cost at end": "< 3 USD"}, "goal.unfit", "expect.cost at end", "one value"),
        ({"worker": {"p99_duration": "< 2"}}, "goal.unit", "expect.worker.p99_duration", "2 ms"),
        ({"worker": {"p99_duration": "< 2 MB"}}, "goal.unit", "expect.worker.p99_duration", "MB"),
        ({"worker": {"errors": "< 2 s"}}, "goal.unit", "expect.worker.errors", "count"),
        ({"cost": "< 3 EUR"}, "goal.unit", "expect.cost", "USD"),
        ({"worker": {"errors": "between 5 and 3"}}, "goal.unit", "expect.worker.errors", "smaller"),
        ({"orders": {"visible from 2 min to 1 min": 0}}, "format.goal",
         "expect.orders.visible from 2 min to 1 min", "ends before"),
        ({"orders": {"visible at noon": 0}}, "format.goal", "expect.orders.visible at noon",
         "duration"),
        ({"worker": {"errors": "< 3 < 4"}}, "format.goal", "expect.worker.errors", "< 2 s"),
        ({"worker": {"errors": True}}, "format.goal", "expect.worker.errors", "< 2 s"),
        ({"worker": {"errors": None}}, "format.goal", "expect.worker.errors", "< 2 s"),
        ({"worker": [1]}, "format.goal", "expect.worker", "< 2 s"),
        ({"worker": {}}, "format.count", "expect.worker", ""),
        ({"<script>": 0}, "format.goal", "expect.<script>", "name"),
    ],
)  # fmt: skip
def test_mistakes_are_said_where_they_are(
    expect: Any, id: str, path: str, words: str, bend: Bend
) -> None:
    (found,) = check(bend({"expect": expect}))
    assert (found.id, found.severity, found.path) == (id, "error", path)
    assert words in f"{found.message} {found.hint}"


def test_a_time_after_the_run_is_a_warning_as_overrides_may_shorten_it(bend: Bend) -> None:
    said = {"orders": {"visible at 4 min": 0, "sent from 1 min to 2 min": "above 1"}}
    assert check(bend({"expect": said})) == []
    found = check(bend({"expect": said}), overrides={"duration": 90})
    assert [(one.id, one.severity) for one in found] == [("goal.too-late", "warning")] * 2


def test_there_is_a_limit_to_their_number(bend: Bend) -> None:
    many = {f"p{n}_duration": "< 1 s" for n in range(60)}
    others = {f"p{n}_latency": "< 1 s" for n in range(60)}
    assert check(bend({"expect": {"worker": many}})) == []
    (found,) = check(bend({"expect": {"worker": many, "orders": others}}))
    assert (found.id, found.path) == ("format.count", "expect")
    assert "120 goals; at most 100" in found.message


@pytest.mark.parametrize("line", ["  worker.errors: > 5", "  worker: {errors: > 5}"])
def test_yaml_that_begins_with_above_is_told_to_quote(line: str, bend: Bend) -> None:
    text = json.dumps(bend())[:-1].replace("{", "", 1)
    yaml = "\n".join(f"{k}: {json.dumps(v)}" for k, v in json.loads(f"{{{text}}}").items())
    with pytest.raises(ScenarioInvalid) as refused:
        load_scenario(f"{yaml}\nexpect:\n{line}\n")
    assert 'quotes, as in "> 5"' in refused.value.checks[0].hint
    load_scenario(f"{yaml}\nexpect:\n{line.replace('> 5', chr(34) + '> 5' + chr(34))}\n")
