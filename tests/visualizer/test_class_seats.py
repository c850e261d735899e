"""Who has a seat in a class and who has none, over HTTP and by the socket."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from tests.visualizer.classes import TEACHER
from tests.visualizer.visitors import program
from visualizer.classes import rooms as rooms_module
from visualizer.classes.rooms import rooms

pytestmark = pytest.mark.django_db(transaction=True)
STRANGER = "192.0.2.66"


@sync_to_async
def state(code, name="", address=STRANGER, seat=""):
    headers = {"X-Windtunnel-Seat": seat} if seat else {}
    return program(name, address).get(f"/api/classes/{code}/state", headers=headers)


async def test_who_has_no_seat_is_told_nothing_and_is_no_teacher(a_class):
    code, stage, follower = a_class
    room = await rooms.room(code)
    await stage.leave()
    room.taught_at -= 60
    refused = await state(code)
    assert refused.status_code == 403
    assert "no seat" in refused.json()["error"]["what"]
    assert not room.is_taught()
    seat = follower.parts["welcome"]["seat"]
    assert (await state(code, seat=seat)).status_code == 200
    assert not room.is_taught()
    assert (await state(code, TEACHER)).status_code == 200
    assert room.is_taught()


async def test_a_server_that_has_too_much_to_do_says_when_to_come_again(a_class, monkeypatch):
    code, _, _ = a_class

    async def never(code):
        await asyncio.sleep(60)

    monkeypatch.setattr(rooms, "room", never)
    monkeypatch.setattr(rooms_module, "ANSWER_WITHIN_S", 0.02)
    later = await state(code, TEACHER)
    assert (later.status_code, later["Retry-After"]) == (503, "10")
    assert "too much to do" in later.json()["error"]["what"]
