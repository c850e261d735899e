"""What a class holds against those who flood, guess, pose as others or talk nonsense."""

import json

import pytest

from tests.visualizer.classes import QUESTION, VIEW, opened
from tests.visualizer.sockets import receive
from visualizer.classes.rooms import rooms
from visualizer.classes.tries import tries
from visualizer.models import ClassSeat

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_full_class_has_no_seat_but_for_who_has_one(a_class, enter, settings):
    code, _, follower = a_class
    settings.MAX_CLASS_FOLLOWERS = 2
    second = await enter(code)
    ticket = (await second.part("welcome"))["seat"]
    third = await enter(code)
    assert "WINDTUNNEL_MAX_CLASS_FOLLOWERS" in (await third.hear())["message"]
    assert await third.hear() == 4409
    await second.leave()
    assert (await (await enter(code, seat=ticket)).part("welcome"))["seat"] == ticket
    assert (await follower.do("name", name="still here"))["type"] == "done"


async def test_a_seat_that_was_left_makes_room(a_class, enter, settings):
    code, _, _ = a_class
    settings.MAX_CLASS_FOLLOWERS = 2
    await (await enter(code)).leave()
    await (await rooms.room(code)).tick()
    assert await (await enter(code)).part("welcome")
    assert await ClassSeat.objects.acount() == 2


async def test_who_floods_is_let_go_and_the_others_go_on(a_class, enter, settings):
    code, stage, follower = a_class
    settings.CLASS_MESSAGES_PER_S = 1
    flood = await enter(code)
    await flood.part("welcome")
    for _ in range(10):
        await flood.say("mode", mode="exploring")
    said = await flood.until(lambda said: said["type"] == "error")
    assert "WINDTUNNEL_CLASS_MESSAGES_PER_S" in said["message"]
    assert await flood.hear() == 4429
    await stage.say("view", **VIEW)
    await follower.part("view", t=184.2)


async def test_codes_cannot_be_guessed(a_class, enter, settings):
    code, _, _ = a_class
    settings.MAX_CODE_TRIES_PER_ADDRESS = 3
    tries.forget()
    for guess in ("AAAAAA", "CCCCCC", "OOOOOO", "DDDDDD"):
        page = await enter(guess)
        told = (await page.hear())["message"]
        closed = await page.hear()
    assert "Too many codes" in told
    assert closed == 4429
    right = await enter(code)  # is told nothing either
    assert "Too many codes" in (await right.hear())["message"]
    assert await right.hear() == 4429
    assert await (await enter(code, "console")).part("welcome")  # who teaches it does not guess
    assert rooms.rooms.keys() == {code}


async def test_a_seat_is_no_guess(a_class, enter, settings):
    code, _, follower = a_class
    ticket = follower.parts["welcome"]["seat"]
    settings.MAX_CODE_TRIES = 1
    tries.forget()
    tries.wrong("elsewhere")
    assert await (await enter(code, seat=ticket)).part("welcome")
    assert "on this server" in (await (await enter(code)).hear())["message"]


BAD_HELLOS = [
    ({"type": "answer"}, "hello first", 4400),
    ({"type": "hello", "protocol": 2}, "hello first", 4400),
    ({"type": "hello", "protocol": 1, "role": "king"}, "not possible", 4403),
    ({"type": "hello", "protocol": 1, "seat": 5}, "not possible", 4403),
    ({"type": "hello", "protocol": 1, "name": "x" * 41}, "not possible", 4403),
    ([], "not a JSON object", 4400),
    ("x" * 70_000, "64 KB", 4413),
]


async def test_a_hello_that_is_none_is_explained(a_class):
    code, _, _ = a_class
    for message, says, closes in BAD_HELLOS:
        async with opened(code) as socket:
            await socket.send_to(text_data=json.dumps(message))
            assert says in json.loads(await receive(socket))["message"]
            assert await receive(socket) == closes


HOSTILE = "<img src=x onerror=alert(1)>\u202e\x07 Ann"


async def test_names_are_harmless_and_told_to_the_teacher_alone(a_class, enter):
    code, stage, follower = a_class
    ann = await enter(code, name=HOSTILE[:40])
    await ann.part("welcome")
    roster = await stage.until(lambda said: said["type"] == "roster" and said["names"])
    (name,) = roster["names"]
    assert not any(character in name for character in "\u202e\x07\n")
    assert name.startswith("<img src=x")  # text: whoever shows it, shows it as text
    assert roster["here"] == 2
    await stage.do("anonymise", on=True)
    assert await stage.part("roster", names=[])
    assert "roster" not in follower.parts


NONSENSE = [
    {"type": "freeze", "on": 1},
    {"type": "timer", "s": 1e9},
    {"type": "notes", "notes": "x" * 4001},
    {"type": "ask", "question": {**QUESTION, "kind": "sing"}},
    {"type": "ask", "question": {**QUESTION, "question": " "}},
    {"type": "ask", "question": {**QUESTION, "t1": 5}},
    {"type": "ask", "question": {**QUESTION, "kind": "choice", "options": ["one"]}},
    {"type": "ask", "question": {**QUESTION, "kind": "draw"}},
    {"type": "view", **VIEW, "run": "x"},
    {"type": "view", **VIEW, "v": True},
    {"type": "view", **VIEW, "h": "x" * 401},
    {"type": "view", **VIEW, "t": -1},
    {"type": "go", "do": "dance"},
    {"type": "lesson", "lesson": "of-nothing"},
    {"type": "ask", "question": {**QUESTION, "asked": {"number": "median"}}},
    {"type": "ask"},
    {"type": "sing"},
    {"type": ["freeze"]},
    {"type": "reveal"},
    {"type": "answer", "round": 1, "prediction": {}},
]


async def test_nonsense_of_the_teacher_is_refused_and_nothing_breaks(a_class):
    _, stage, _ = a_class
    for message in NONSENSE:
        fields = {name: value for name, value in message.items() if name != "type"}
        refused = await stage.do(message["type"], **fields)
        assert refused["type"] == "refused", message
        assert refused["error"]["what"]
    assert (await stage.do("freeze", on=True))["type"] == "done"
