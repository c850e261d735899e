"""A class over its socket: who comes, what all are told, and what stays when the server goes."""

import json
import time
from types import SimpleNamespace

import pytest
from asgiref.sync import sync_to_async

from tests.visualizer.classes import QUESTION, VIEW
from visualizer.classes import making
from visualizer.classes import room as rooms_module
from visualizer.classes.rooms import rooms
from visualizer.models import ClassAnswer, Classroom, ClassRound, ClassSeat

pytestmark = pytest.mark.django_db(transaction=True)


async def test_followers_see_what_the_teacher_sees(a_class):
    _, stage, follower = a_class
    await stage.say("view", **VIEW)
    seen = await follower.part("view", t=184.2)
    assert {key: seen[key] for key in VIEW} == VIEW
    assert "age" not in seen
    assert len(json.dumps(seen, separators=(",", ":"))) < 140


async def test_a_late_follower_gets_how_things_stand(a_class, enter):
    code, stage, _ = a_class
    await stage.say("view", **VIEW)
    await stage.do("freeze", on=True)
    await stage.do("ask", question=QUESTION)
    late = await enter(code, name="Ann")
    assert (await late.part("welcome"))["name"] == "Ann"
    view = await late.part("view")
    assert view["h"] == VIEW["h"]
    assert view["age"] >= 0
    await late.asked()
    stage_now = late.parts["stage"]
    assert (stage_now["frozen"], stage_now["teacher"]) == (True, True)
    assert stage_now["round"]["question"]["question"] == QUESTION["question"]


async def test_one_view_goes_out_once_for_all_and_only_the_newest_to_who_is_behind(a_class, enter):
    code, _, _ = a_class
    room = await rooms.room(code)
    written, behind = [], [True]
    member = rooms_module.Member(None, written.append, lambda: behind[0], room.parts, "follower")
    room.members.add(member)
    pump = rooms_module.asyncio.ensure_future(member.pump())
    for t in range(50):
        room.look({**VIEW, "t": t})
    await rooms_module.asyncio.sleep(0.15)
    assert written == []
    behind[0] = False
    while not written:
        await rooms_module.asyncio.sleep(0.01)
    views = [one for one in written if b'"type":"view"' in one]
    assert len(views) == 1
    assert b'"t":49' in views[0]
    room.look({**VIEW, "t": 50})
    assert written[-1] is room.parts["view"].packed
    pump.cancel()
    room.members.discard(member)


async def test_a_round_is_asked_answered_and_revealed(a_class, enter):
    code, stage, ann = a_class
    bob = await enter(code)
    assert (await stage.do("ask", question=QUESTION))["type"] == "done"
    n = await bob.asked()
    for page, value in ((ann, 10), (bob, 30), (bob, 40)):
        answer = {"kind": "number", "value": value}
        assert (await page.do("answer", round=n, prediction=answer))["type"] == "done"
    tally = await stage.until(lambda said: said["type"] == "tally" and said["count"] == 2)
    while tally["high"] != 40:
        tally = await stage.until(lambda said: said["type"] == "tally")
    assert (tally["low"], tally["median"], sum(tally["bars"])) == (10, 25, 2)
    assert "tally" not in bob.parts
    assert "result" not in bob.parts
    await stage.do("reveal")
    result = await ann.part("result")
    assert (result["count"], result["round"], result["median"]) == (2, n, 25)
    late = await ann.do("answer", round=n, prediction={"kind": "number", "value": 1})
    assert late["type"] == "refused"
    assert "revealed" in late["error"]["what"]


async def test_a_follower_who_comes_back_has_seat_name_and_answer(a_class, enter):
    code, stage, follower = a_class
    ticket = follower.parts["welcome"]["seat"]
    await stage.do("ask", question=QUESTION)
    n = await follower.asked()
    await follower.do("name", name="Ann")
    await follower.do("answer", round=n, prediction={"kind": "number", "value": 7})
    await follower.leave()
    await rooms.stop()  # the server starts again
    again = await enter(code, seat=ticket)
    welcome = await again.part("welcome")
    assert (welcome["name"], welcome["seat"]) == ("Ann", ticket)
    assert welcome["answer"] == {"kind": "number", "value": 7}
    assert await ClassSeat.objects.acount() == 1


async def test_what_was_acknowledged_is_there_after_the_server_was_killed(a_class, enter):
    """Nothing is kept on the way down: the rooms are thrown away as they are."""
    code, stage, _ = a_class
    await stage.do("freeze", on=True)
    await stage.do("timer", s=300)
    await stage.do("notes", notes="Ask about\n  retries")
    rooms.rooms.clear()
    console = await enter(code, "console")
    assert (await console.part("stage", frozen=True))["timer_ends_ms"] is not None
    assert (await console.part("notes"))["notes"] == "Ask about\nretries"


async def test_numbers_grow_over_starts_of_the_server(a_class, enter):
    code, _, follower = a_class
    before = follower.parts["stage"]["n"]
    rooms.rooms.clear()
    again = await enter(code)
    assert (await again.part("stage"))["n"] > before


async def test_only_the_teacher_teaches(a_class, enter):
    code, _, follower = a_class
    for message in (
        {"type": "freeze", "on": True},
        {"type": "end"},
        {"type": "ask", "question": QUESTION},
    ):
        refused = await follower.do(message.pop("type"), **message)
        assert refused["type"] == "refused"
        assert "teacher" in refused["error"]["what"]
    before = dict((await rooms.room(code)).view)
    for kind, fields in (("view", VIEW), ("go", {"do": "play"})):
        assert (await follower.do(kind, **fields))["type"] == "refused"
    assert (await rooms.room(code)).view == before
    posing = await enter(code, "console", headers=[(b"host", b"localhost:8000")])
    assert "teacher" in (await posing.hear())["message"]
    assert await posing.hear() == 4403


async def test_the_teacher_is_gone_only_after_a_while(a_class, enter, monkeypatch):
    """Four seconds: who reloads the page is not gone."""
    code, stage, follower = a_class
    room, clock = await rooms.room(code), [time.monotonic()]
    by_hand = SimpleNamespace(time=time.time, monotonic=lambda: clock[0])
    monkeypatch.setattr(rooms_module, "time", by_hand)
    await stage.leave()
    clock[0] += 3.9
    await room.tick()
    assert not any(member.teaches for member in room.members)
    assert room.told["stage"]["teacher"] is True
    clock[0] += 0.2
    assert (await follower.part("stage", teacher=False))["frozen"] is False
    await enter(code, "stage")
    await follower.part("stage", teacher=True)


async def test_the_end_deletes_names_and_answers_and_tells_everybody(a_class, enter):
    code, stage, follower = a_class
    await stage.do("ask", question=QUESTION)
    await follower.do("name", name="Ann")
    await follower.do("answer", round=1, prediction={"kind": "number", "value": 7})
    await stage.say("end", id=1)
    await follower.part("over")
    assert await follower.hear() == 4410
    for model in (ClassSeat, ClassRound, ClassAnswer):
        assert await model.objects.acount() == 0
    assert (await Classroom.objects.aget(code=code)).notes == ""
    back = await enter(code)
    assert "over" in (await back.hear())["message"]
    assert await back.hear() == 4410


async def test_a_class_ends_by_itself(a_class, settings):
    code, _, follower = a_class
    room = await rooms.room(code)
    await Classroom.objects.filter(code=code).aupdate(ends="2020-01-01T00:00:00Z")
    assert await sync_to_async(making.sweep)() == [code]
    await room.changed()
    await follower.part("over")
