"""The teacher's pages among themselves: which one leads, and what the console asks of it."""

import pytest
from asgiref.sync import sync_to_async

from tests.visualizer.classes import TEACHER, VIEW
from tests.visualizer.desk import post
from tests.visualizer.visitors import program
from visualizer.classes import room as rooms_module
from visualizer.models import Classroom

pytestmark = pytest.mark.django_db(transaction=True)


async def test_of_two_stages_the_one_touched_last_leads(a_class, enter, monkeypatch):
    code, stage, follower = a_class
    await stage.say("view", **VIEW, page="one", ago=5)
    await stage.part("lead", page="one")
    other, console = await enter(code, "stage"), await enter(code, "console")
    elsewhere = {**VIEW, "t": 200, "page": "two"}
    refused = await other.do("view", **elsewhere, ago=60)
    assert "touched later" in refused["error"]["what"]
    await follower.part("view", t=184.2)
    assert (await other.do("view", **elsewhere, ago=0))["type"] == "done"
    await follower.part("view", t=200)
    await stage.part("lead", page="two")
    assert "lead" not in follower.parts
    assert (await stage.do("view", **VIEW, page="one", ago=6))["type"] == "refused"
    await console.do("go", do="play")
    assert (await stage.part("go"))["page"] == "two"
    monkeypatch.setattr(rooms_module, "GONE_AFTER_S", 0)
    await other.leave()
    await stage.part("lead", page=None)
    assert (await stage.do("view", **VIEW, page="one", ago=600))["type"] == "done"
    await stage.part("lead", page="one")


async def test_what_is_acknowledged_is_stored_or_passed_on(a_class, enter):
    code, stage, follower = a_class
    assert (await stage.do("view", **VIEW))["type"] == "done"
    assert (await Classroom.objects.aget(code=code)).view == VIEW
    assert "not stored" in (await follower.do("mode", mode="exploring"))["error"]["what"]
    await follower.say("mode", mode="exploring")
    assert await stage.part("roster", modes={"following": 0, "exploring": 1, "fork": 0})
    await follower.say("mode", mode="dancing")
    assert "dancing" in (await follower.part("refused", id=None))["error"]["what"]
    console = await enter(code, "console")
    for _ in range(2):
        assert (await console.do("go", do="on", key="page.1"))["type"] == "done"
    await console.do("go", do="back", key="page.2")
    await stage.part("go", do="back")
    assert [said["do"] for said in stage.seen if said["type"] == "go"] == ["on", "back"]


async def test_the_remote_works_where_no_socket_does(a_class, enter):
    """The console says it over HTTP, and a stage that polls hears all of it, once."""
    code, stage, _ = a_class
    teacher, pupil = program(TEACHER), program(address="192.0.2.9")

    @sync_to_async
    def say(client, message, **headers):
        return post(client, message, f"/api/classes/{code}/say", **headers)

    @sync_to_async
    def state(after):
        told = teacher.get(f"/api/classes/{code}/state", {"after": after}).json()["messages"]
        last = max((said["n"] for said in told), default=after)
        return last, [said["do"] for said in told if said["type"] == "go"], told

    n, goes, _ = await state(0)
    assert goes == []
    for what in ("on", "on", "pause"):
        answer = await say(teacher, {"type": "go", "do": what})
        assert answer.json() == {"done": True}
    n, goes, _ = await state(n)
    assert goes == ["on", "on", "pause"]
    assert (await state(n))[1] == (await state(0))[1] == []
    assert (await stage.part("go", do="pause"))["step"] is None
    assert (await say(teacher, {"type": "go", "do": "dance"})).status_code == 422
    hello = await say(pupil, {"type": "hello"})
    seat = {"X-Windtunnel-Seat": hello.json()["messages"][0]["seat"]}
    for message in ({"type": "go", "do": "on"}, {"type": "view", **VIEW}):
        assert (await say(pupil, message, **seat)).status_code == 403
    assert (await say(pupil, {"type": "mode", "mode": "fork"}, **seat)).status_code == 200
    assert (await say(pupil, {"type": "mode", "mode": "x"}, **seat)).status_code == 422
    assert await stage.part("roster", modes={"following": 1, "exploring": 0, "fork": 1})
    view = {"type": "view", **VIEW, "page": "one", "ago": 1}
    assert (await say(teacher, view)).status_code == 200
    assert (await Classroom.objects.aget(code=code)).view == VIEW
    assert (await say(teacher, {**view, "page": "two", "ago": 9})).status_code == 409


async def test_the_console_leads_the_stage(a_class, enter):
    code, stage, follower = a_class
    console = await enter(code, "console")
    await console.do("go", do="step", step="burst")
    assert (await stage.part("go"))["step"] == "burst"
    await stage.say("view", **VIEW)
    await console.part("view", t=184.2)
    assert "go" not in follower.parts
