"""Reports are made a few at a time, once for all who wait, within bounds, apart from the server."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from simcore.reporting import ReportError
from tests.patience import PATIENCE_S
from visualizer import apart, press
from visualizer.apart import Busy
from visualizer.models import Run
from visualizer.visitor import ASKING, Visitor

ONE = {"scenario": "x", "title": "x", "document": {}, "seed": 1, "profile": "aws-2026"}


@pytest.fixture(autouse=True)
def nothing_kept():
    press.forget()
    yield
    press.forget()


@pytest.fixture
def threads():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def until(holds):
    end = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_all_who_ask_for_the_same_share_what_is_made(threads):
    made, go = [], Event()

    def make():
        made.append(1)
        go.wait(PATIENCE_S)
        return b"page"

    asked = [threads.submit(press.made, "key", make) for _ in range(8)]
    until(lambda: press._count["inside"] == 8)
    go.set()
    assert {one.result() for one in asked} == {b"page"}
    assert made == [1]
    assert press._count == {"inside": 0, "at work": 0}


def test_so_many_are_made_at_once_and_the_others_wait(threads, settings):
    settings.MAX_REPORTS_AT_ONCE = 2
    together, at_work = Barrier(2), []

    def make():
        together.wait(PATIENCE_S)  # as soon as there are two
        at_work.append(press._count["at work"])
        return b""

    asked = [threads.submit(press.made, n, make) for n in range(6)]
    assert [one.result() for one in asked] == [b""] * 6
    assert max(at_work) == 2


def test_who_has_no_place_or_no_turn_is_told_so(threads, settings):
    settings.MAX_REPORTS_AT_ONCE, settings.MAX_REPORTS_WAITING = 1, 1
    settings.REPORT_WAIT_S = PATIENCE_S
    go = Event()
    first = threads.submit(press.made, 1, lambda: go.wait(PATIENCE_S) and b"1")
    until(lambda: press._count["at work"] == 1)
    second = threads.submit(press.made, 2, lambda: b"2")
    until(lambda: press._count["inside"] == 2)
    for key in (1, 3):  # also who would only wait for the first
        with pytest.raises(Busy, match="WINDTUNNEL_MAX_REPORTS_WAITING"):
            press.made(key, lambda: b"")
    settings.MAX_REPORTS_WAITING, settings.REPORT_WAIT_S = 2, 0.1
    with pytest.raises(Busy, match="WINDTUNNEL_REPORT_WAIT_S"):
        press.made(3, lambda: b"")
    go.set()
    assert [first.result(), second.result()] == [b"1", b"2"]
    assert press.made(3, lambda: b"3") == b"3", "a refusal is not kept"


def of(who, key, make):
    """Have it made for somebody."""
    before = ASKING.set(Visitor((who, "here"), "here"))
    try:
        return press.made(key, make)
    finally:
        ASKING.reset(before)


def test_one_visitor_does_not_take_all_places(threads, settings):
    settings.MAX_REPORTS_AT_ONCE = 1
    settings.MAX_REPORTS_PER_VISITOR, settings.MAX_REPORTS_PER_ADDRESS = 2, 3
    go = Event()

    def make():
        go.wait(5)
        return b"page"

    asked = [threads.submit(of, "one", n, make) for n in range(2)]
    until(lambda: press._count["inside"] == 2)
    with pytest.raises(press.TooManyReports, match="WINDTUNNEL_MAX_REPORTS_PER_VISITOR"):
        of("one", 2, make)
    asked += [threads.submit(of, "one", 1, make), threads.submit(of, "other", 3, make)]
    until(lambda: press._count["inside"] == 4)  # the same costs nothing, and others have room
    with pytest.raises(press.TooManyReports, match="WINDTUNNEL_MAX_REPORTS_PER_ADDRESS"):
        of("third", 4, make)
    go.set()
    assert {one.result() for one in asked} == {b"page"}
    assert not press._shares
    assert of("one", 2, make) == b"page"


@pytest.mark.django_db
def test_who_asks_is_known_where_it_is_made(client, monkeypatch):
    seen = []

    def made(key, make):
        seen.append(ASKING.get())
        raise press.TooManyReports("wait")

    monkeypatch.setattr(press, "made", made)
    run = Run.objects.create(id="AAAAAAAAAA", state="finished", result=b"x", **ONE)
    name = {"HTTP_X_WINDTUNNEL_VISITOR": "somebody-in-a-test"}
    answer = client.get(f"/api/runs/{run.id}/report.md", **name)
    assert (answer.status_code, answer["Retry-After"]) == (429, "10")
    assert [who.has_a_name for who in seen] == [True]
    assert ASKING.get() is None


def test_what_fails_fails_for_all_who_wait_and_is_tried_again(threads):
    go = Event()

    def make():
        go.wait(PATIENCE_S)
        raise ReportError("no")

    asked = [threads.submit(press.made, "key", make) for _ in range(3)]
    until(lambda: press._count["inside"] == 3)
    go.set()
    assert [type(one.exception()) for one in asked] == [ReportError] * 3
    assert press.made("key", lambda: b"yes") == b"yes"


def test_what_is_kept_is_bounded_and_loses_the_oldest(settings):
    settings.REPORT_CACHE_BYTES = 10
    made = []
    for key, size in (("a", 5), ("b", 5), ("a", 5), ("c", 5), ("a", 5), ("b", 5), ("d", 11)):
        press.made(key, lambda key=key, size=size: made.append(key) or b"x" * size)
    assert made == ["a", "b", "c", "b", "d"]
    assert sum(map(len, press._kept.values())) == 10


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("REPORT_WALL_S", 0, "0 s (WINDTUNNEL_REPORT_S)"),
        ("REPORT_MEMORY_BYTES", 1024**2, "1 MB (WINDTUNNEL_REPORT_MB)"),
    ],
)
def test_one_that_takes_too_much_is_given_up(settings, setting, value, named):
    setattr(settings, setting, value)
    with pytest.raises(ReportError) as caught:
        press.writing(bytearray, 64 * 1024**2)
    assert named in str(caught.value)


def test_a_fault_of_ours_is_none_of_the_report():
    with pytest.raises(apart.Fault, match="ValueError"):
        press.writing(bytearray, -1)
