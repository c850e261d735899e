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


async def test_a_seat_has_few_pages_and_brings_room_once(a_class, enter):
    code, _, follower = a_class
    seat = follower.parts["welcome"]["seat"]
    room = await rooms.room(code)
    before = {place: rooms.places.seats(place) for place in rooms.places.taken}
    assert sum(before.values()) == 2
    pages = [follower, *[await enter(code, seat=seat) for _ in range(6)]]
    for page in pages[1:]:
        await page.part("welcome")
    for page in pages[:3]:
        assert "open in 4 newer pages" in (await page.part("error"))["message"]
        assert await page.hear() == 4412
    assert {place: rooms.places.seats(place) for place in before} == before
    assert len([member for member in room.members if member.seat is not None]) == 4
    await pages[3].say("mode", mode="exploring")
    assert (await pages[3].do("name", name="still here"))["type"] == "done"
    room.tell()
    told = room.told["roster"]
    assert (told["here"], sum(told["modes"].values())) == (1, 1)


async def test_nothing_is_kept_of_an_address_that_nobody_is_at(a_class, enter):
    code, stage, follower = a_class
    other = await enter(code)
    await other.part("welcome")
    for page in (other, stage, follower):
        await page.leave()
    assert rooms.places.taken == {}


async def test_a_server_that_has_too_much_to_do_says_when_to_come_again(a_class, monkeypatch):
    code, _, _ = a_class

    async def never(code):
        await asyncio.sleep(60)

    monkeypatch.setattr(rooms, "room", never)
    monkeypatch.setattr(rooms_module, "ANSWER_WITHIN_S", 0.02)
    later = await state(code, TEACHER)
    assert (later.status_code, later["Retry-After"]) == (503, "10")
    assert "too much to do" in later.json()["error"]["what"]
