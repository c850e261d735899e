"""Schedules as AWS writes them, and buses whose rules say what cannot be."""

from datetime import datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simcore.component.made_up import EPOCH as OF_DOCUMENTS
from simcore.scenario import check
from simcore.spec.cron import FIELDS, Cron
from simcore.spec.schedules import EPOCH, parsed

HOUR, DAY = 3_600, 86_400


def test_second_0_is_that_of_the_documents():
    assert EPOCH == OF_DOCUMENTS


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("rate(5 minutes)", ["01-01 00:05", "01-01 00:10"]),
        ("rate(1 day)", ["01-02 00:00", "01-03 00:00"]),
        ("at(2026-01-01T00:10:00)", ["01-01 00:10"]),
        ("cron(0/20 9 * * ? *)", ["01-01 09:00", "01-01 09:20", "01-01 09:40", "01-02 09:00"]),
        # 1 January 2026 is a Thursday.
        ("cron(0 12 ? * MON-FRI *)", ["01-01 12:00", "01-02 12:00", "01-05 12:00"]),
        ("cron(0 12 ? * 1,7 2026)", ["01-03 12:00", "01-04 12:00", "01-10 12:00"]),
        ("cron(30 8 L * ? *)", ["01-31 08:30", "02-28 08:30"]),
        ("cron(0 9 ? * 6L *)", ["01-30 09:00", "02-27 09:00"]),
        ("cron(0 9 ? * 2#1 *)", ["01-05 09:00", "02-02 09:00"]),
        ("cron(0 0 3W * ? *)", ["01-02 00:00", "02-03 00:00"]),
        ("cron(15 10 ? FEB SUN *)", ["02-01 10:15", "02-08 10:15"]),
    ],
)
def test_a_schedule_comes_to_its_times(text, times):
    schedule, t = parsed(text), -1.0
    for said in times:
        t = schedule.after(t)
        assert EPOCH + timedelta(seconds=t) == datetime.fromisoformat(f"2026-{said}:00+00:00")


def test_what_is_over_does_not_come_again():
    assert parsed("at(2026-01-01T00:10:00)").after(600.0) == float("inf")
    assert times_of(parsed("rate(1 hour)"), 3 * HOUR) == [HOUR, 2 * HOUR]
    assert times_of(parsed("cron(0 0 * * ? 2020)"), DAY) == []


def times_of(schedule, end):
    """One after the other, from the start of a run to its end."""
    found, t = [], schedule.after(-1.0)
    while t < end:
        found.append(t)
        t = schedule.after(t)
    return found


PARTS = (
    "* ? L LW W 1 7 31 0/20 */0 1/ 1-5 5-1 1- 1-5W *W 1/2W 15W L#1 5L#2 2#1 MON-FRIL MONL MON-FRI "
    "*L L-3 ² ٣ 1,L 3W,L 1,, 2#6 2026 2199 1969 FEB 99999999999 #"
)
FIELD = st.sampled_from(PARTS.split())
OTHER = st.one_of(st.just("*"), st.just("*"), st.just("1"), FIELD)
DAYS = st.one_of(st.tuples(FIELD, OTHER, st.just("?")), st.tuples(st.just("?"), OTHER, FIELD))


@given(OTHER, OTHER, DAYS, st.sampled_from([90_000.0, 59.0, 3 * DAY + 60.0]))
@example("0", "12", ("1-5W", "*", "?"), 60.0)
@example("0", "12", ("?", "*", "MONL#2"), 60.0)
@example("0", "12", ("?", "*", "L#1"), 60.0)
@settings(max_examples=200, deadline=None)
def test_an_expression_is_refused_in_words_or_comes_to_its_times(minutes, hours, days, end):
    try:
        schedule = parsed(f"cron({minutes} {hours} {' '.join(days)} *)")
    except ValueError as error:
        refused = str(error)
    else:
        refused = ""
    if refused:
        assert refused.startswith(("cron", *FIELDS))
        return
    times = times_of(schedule, end)
    assert schedule.count(end) == len(times)
    assert times == sorted(set(times))


def test_how_often_a_schedule_comes_is_known_without_its_times(monkeypatch):
    """30 days have 43,200 minutes, and January's first 30 days 22 from Monday to Friday."""
    monkeypatch.delattr(Cron, "after")
    assert parsed("cron(* * * * ? *)").count(30 * DAY) == 43_200
    assert parsed("cron(0 12 ? * MON-FRI *)").count(30 * DAY + HOUR) == 22
    assert parsed("rate(1 minute)").count(30 * DAY) == 43_199  # none at 0
    assert parsed("at(2026-01-02T00:00:00)").count(DAY) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rate(1 minutes)", "1 has no s"),
        ("rate(5 seconds)", "rate(5 minutes)"),
        ("rate(30 seconds)", '"seconds" is no unit; there are minutes, hours and days'),
        ("rate(0 minutes)", '"0" is not a whole number from 1 to 999999'),
        ("every minute", '"every minute" is no schedule'),
        (" at(2026-01-01T00:00:10)", "at(...) is EventBridge Scheduler's"),
        ("cron(0 12 * * * *)", "one of day of month and day of week is ?"),
        ("cron(61 * * * ? *)", "minutes: '61' is not from 0 to 59"),
        ("cron(0 0 * * ?)", "six fields"),
        ("cron(0 0 ? * MON#6 *)", "# is followed by 1 to 5"),
        ("cron(0 12 1-5W * ? *)", "day of month: '1-5' is not from 1 to 31"),
        ("cron(0 12 ? * MONL#2 *)", "day of week: 'MONL' is not from 1 to 7"),
        ("cron(0 12 ? * MON-FRIL *)", "day of week: 'MON-FRI' is not from 1 to 7"),
        ("cron(²/5 * * * ? *)", "minutes: '²' is not from 0 to 59"),
        ("every day", "rate(5 minutes)"),
        ("at(tomorrow)", "at(...) is EventBridge Scheduler's"),
    ],
)
def test_what_is_no_schedule_is_said_with_what_is_expected(text, said):
    rules = [{"schedule": text, "targets": [{"target": "q"}]}]
    (found,) = findings("schedule", {"type": "bus", "rules": rules})
    assert said in found.message + found.hint
    assert "at(" not in found.hint  # no rule has it


def findings(field, clock):
    document = {
        "format": "windtunnel.scenario/1",
        "id": "clock",
        "title": "When?",
        "duration": 60,
        "components": {"clock": clock, "q": {"type": "queue"}},
    }
    return [c for c in check(document) if c.path.endswith(field)]


@pytest.mark.parametrize("text", ["at(tomorrow)", "soon", "at(٢026-01-01T00:10:00)"])
def test_a_scheduler_has_single_times_too(text):
    clock = {"type": "scheduler", "schedules": [{"expression": text, "target": "q"}]}
    (found,) = findings("expression", clock)
    assert "at(yyyy-mm-ddThh:mm:ss)" in found.message + found.hint


@pytest.mark.parametrize(
    ("a", "b", "id"),
    [
        ([{"targets": [{"target": "b"}]}], [{"targets": [{"target": "a"}]}], "bus.circle"),
        ([{"classes": ["x"], "targets": [{"target": "b"}]}], [], "filter.unknown-class"),
        ([{"classes": ["x"], "matching": 0.5, "targets": [{"target": "b"}]}], [],
         "format.one-kind"),
        ([{"schedule": "at(2026-01-01T00:10:00)", "targets": [{"target": "b"}]}], [],
         "format.one-kind"),
        ([{"targets": [{"target": "b"}] * 6}], [], "format.count"),
    ],
)  # fmt: skip
def test_rules_that_cannot_be_are_said(a, b, id):
    parts = {"a": {"type": "bus", "rules": a}, "b": {"type": "bus", "rules": b}}
    site = {"type": "client", "target": "a", "arrivals": {"constant": {"rate": 1}}}
    document = {
        "format": "windtunnel.scenario/1", "id": "loop", "title": "For ever?", "duration": 10,
        "components": {"site": site, **parts},
    }  # fmt: skip
    assert id in [c.id for c in check(document)]
