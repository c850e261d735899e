"""Who has a seat in a class and who has none, over HTTP and by the socket."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from tests.visualizer.classes import QUESTION, TEACHER
from tests.visualizer.desk import post
from tests.visualizer.visitors import browser, program
from visualizer.classes import rooms as rooms_module
from visualizer.classes.newcomers import newcomers
from visualizer.classes.rooms import rooms
from visualizer.models import ClassSeat

pytestmark = pytest.mark.django_db(transaction=True)
STRANGER = "192.0.2.66"


@sync_to_async
def state(code, name="", address=STRANGER, seat=""):
    headers = {"X-Windtunnel-Seat": seat} if seat else {}
    return program(name, address).get(f"/api/classes/{code}/state", headers=headers)


@sync_to_async
def hello(code, client=None, seat=None):
    said = {"type": "hello", "seat": seat}
    return post(client or program(address=STRANGER), said, f"/api/classes/{code}/say")


@pytest.fixture(autouse=True)
def no_newcomers_yet():
    newcomers.forget()
    yield
    newcomers.forget()


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


async def test_an_answer_outlives_its_seat_and_comes_back_with_the_ticket(a_class, enter, settings):
    code, stage, idle = a_class
    settings.MAX_CLASS_FOLLOWERS = 3
    ann = await enter(code)
    ticket = (await ann.part("welcome"))["seat"]
    await stage.do("ask", question=QUESTION)
    answer = {"kind": "number", "value": 7}
    assert (await ann.do("answer", round=1, prediction=answer))["type"] == "done"
    for page in (ann, idle):
        await page.leave()
    first, *others = [await enter(code) for _ in range(3)]
    for page in (first, *others):
        await page.part("welcome")
    assert await ClassSeat.objects.acount() == 4, "the one that held nothing went"
    assert (await state(code, seat=ticket)).status_code == 403
    await stage.do("reveal")
    assert (await stage.part("result"))["count"] == 1
    assert await last_of(await enter(code, seat=ticket)) == 4409
    await first.leave()
    again = await (await enter(code, seat=ticket)).part("welcome")
    assert (again["seat"], again["answer"]) == (ticket, answer)


async def last_of(page):
    """How the server closes."""
    while not isinstance(said := await page.hear(), int):
        pass
    return said


async def test_hellos_alone_fill_no_class(a_class, enter, settings):
    code, _, _ = a_class
    settings.MAX_CLASS_FOLLOWERS = 3
    for _ in range(9):
        assert (await hello(code)).status_code == 200
    for _ in range(2):
        assert await (await enter(code)).part("welcome")
    assert await last_of(await enter(code)) == 4409
    assert await ClassSeat.objects.acount() == 3


async def test_who_takes_many_seats_takes_them_from_nobody_else(a_class, enter, settings):
    code, _, _ = a_class
    settings.MAX_NEW_SEATS_PER_ADDRESS = settings.MAX_NEW_SEATS_PER_VISITOR = 2
    newcomers.forget()
    named = [f"a-new-name-with-each-seat-{n}" for n in range(3)]
    answers = [await hello(code, program(name, STRANGER)) for name in named]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "WINDTUNNEL_MAX_NEW_SEATS_PER_ADDRESS" in answers[2].json()["error"]["what"]
    assert answers[2]["Retry-After"] == "30"
    page = await sync_to_async(browser)(STRANGER)
    answers = [await hello(code, page) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "WINDTUNNEL_MAX_NEW_SEATS_PER_VISITOR" in answers[2].json()["error"]["what"]
    seat = answers[0].json()["messages"][0]["seat"]
    assert (await hello(code, page, seat)).status_code == 200
    assert (await hello(code, await sync_to_async(browser)(STRANGER))).status_code == 200


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
