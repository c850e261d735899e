"""What fails in a class is tried again, and what is asked again is done once."""

import threading

import pytest
from django.db import OperationalError

from tests.patience import PATIENCE_S
from tests.visualizer.classes import QUESTION, VIEW
from visualizer.classes import room as rooms_module
from visualizer.classes.rooms import rooms
from visualizer.models import ClassAnswer, Classroom, ClassRound

pytestmark = pytest.mark.django_db(transaction=True)


async def test_where_the_teacher_looks_is_written_once_that_is_possible(a_class, monkeypatch):
    code, stage, follower = a_class
    room, full = await rooms.room(code), [True]
    real = rooms_module.write_view

    def write(*args):
        if full[0]:
            raise OperationalError("database or disk is full")
        real(*args)

    monkeypatch.setattr(rooms_module, "write_view", write)
    monkeypatch.setattr(rooms_module, "WRITE_AGAIN_S", 0)
    await stage.say("view", **VIEW)
    await follower.part("view", t=184.2)
    with pytest.raises(OperationalError):
        await room.keep()
    full[0] = False
    await room.tick()
    assert (await Classroom.objects.aget(code=code)).view == VIEW
    assert not room.unwritten


async def test_what_could_not_be_read_is_told_once_that_is_possible(a_class, monkeypatch):
    code, stage, follower = a_class
    room, real, failures = await rooms.room(code), rooms_module.load, [OperationalError("locked")]

    def load(code):
        if failures:
            raise failures.pop()
        return real(code)

    monkeypatch.setattr(rooms_module, "load", load)
    await stage.do("freeze", on=True)
    await follower.part("stage", frozen=True)
    assert not failures
    assert not room.unread


async def test_nobody_waits_while_the_lessons_are_read(a_class, enter, monkeypatch):
    """Which takes seconds after a start of the server."""
    code, stage, _ = a_class
    joined, waited = threading.Event(), []

    def find(id):
        waited.append(joined.wait(PATIENCE_S))

    monkeypatch.setattr("visualizer.classes.asked.find", find)
    await stage.say("lesson", id=900, lesson="first-one")
    await (await enter(code)).part("welcome")
    joined.set()
    assert (await stage.part("refused"))["id"] == 900
    assert waited == [True]


async def test_what_is_asked_again_is_done_once(a_class, enter):
    """A page that lost its connection before it was told asks again, perhaps after others did."""
    code, stage, follower = a_class
    asks = {"question": QUESTION, "key": "page.1"}
    assert (await stage.do("ask", **asks))["type"] == "done"
    n = await follower.asked()
    await follower.do("answer", round=n, prediction={"kind": "number", "value": 7})
    await stage.do("timer", s=60, key="page.2")
    ends = (await Classroom.objects.aget(code=code)).stage["timer_ends_ms"]
    again = await enter(code, "stage")
    assert (await again.do("ask", **asks))["type"] == "done"
    assert (await again.do("timer", s=60, key="page.2"))["type"] == "done"
    assert (await ClassRound.objects.aget()).n == n
    assert await ClassAnswer.objects.acount() == 1
    assert (await Classroom.objects.aget(code=code)).stage["timer_ends_ms"] == ends
    assert "keys" not in again.parts["stage"]
    await stage.do("freeze", on=True, key="page.3")
    await again.do("freeze", on=False, key="other.1")
    await stage.do("freeze", on=True, key="page.3")
    assert (await Classroom.objects.aget(code=code)).stage["frozen"] is False
    assert (await again.do("ask", question=QUESTION, key="page.4"))["type"] == "done"
    assert await ClassRound.objects.acount() == 2
    assert (await again.do("ask", question=QUESTION, key="a b"))["type"] == "refused"
