"""What classes are made of, each for itself: codes, tries, tallies; and classes over HTTP."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from django.test import Client

from tests.visualizer.classes import QUESTION
from tests.visualizer.desk import post
from tests.visualizer.visitors import browser, program
from visualizer.classes import codes, qr
from visualizer.classes.tally import BARS, COLUMNS, ROWS, tally
from visualizer.classes.tries import TooManyTries, Tries, tries
from visualizer.models import ClassSeat

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "somebody-who-teaches-classes"
SEAT = "X-Windtunnel-Seat"
DEPLOY = Path(__file__).parents[2] / "docs/how-to/deploy.md"


@pytest.fixture(autouse=True)
def no_tries_yet():
    tries.forget()
    yield
    tries.forget()


@pytest.mark.parametrize(
    "typed",
    ["ACD346", " acd 346 ", "acd-346", "https://lab.example/c/ACD346/", "lab.example/c/acd346?x=1"],
)
def test_a_code_is_read_as_people_write_it(typed):
    assert codes.tidy(typed) == "ACD346"


def test_codes_are_of_six_characters_that_are_not_taken_for_others():
    made = {codes.new_code() for _ in range(500)}
    assert len(made) > 490
    assert all(re.fullmatch("[ACDEFGHJKMNPQRTWXY34679]{6}", code) for code in made)
    assert all(codes.is_code(code) for code in made)
    assert not set(codes.ALPHABET) & set("0O1IL2Z5S8BUV")


def test_tries_come_back_with_time(settings, monkeypatch):
    settings.MAX_CODE_TRIES_PER_ADDRESS = 2
    now = [0.0]
    monkeypatch.setattr("visualizer.classes.tries.time.monotonic", lambda: now[0])
    counted = Tries()
    for _ in range(2):
        counted.require("here")
        counted.wrong("here")
    with pytest.raises(TooManyTries) as refused:
        counted.require("here")
    assert refused.value.wait_s == 30
    counted.require("elsewhere")
    now[0] = 30.0
    counted.require("here")


def drawn(*points):
    return {"kind": "draw", "points": [list(point) for point in points]}


def test_lines_come_together_as_a_density():
    question = {**QUESTION, "kind": "draw", "t0": 0, "t1": 47}
    told = tally(question, [drawn((0, 0), (47, 47)), drawn((10, 12))])
    assert len(told["density"]) == ROWS
    assert {sum(column) for column in zip(*told["density"], strict=True)} == {2}
    assert (told["top"], told["count"]) == (47, 2)
    assert told["middle"][0] == 6
    assert told["middle"][-1] == pytest.approx(29.5)
    assert len(told["middle"]) == COLUMNS
    assert tally(question, [])["density"] == []


def test_numbers_come_together_as_bars():
    said = [{"kind": "number", "value": value} for value in (-5, 0, 10, 10, 10, 1e12)]
    told = tally(QUESTION, said)
    assert (sum(told["bars"]), len(told["bars"])) == (6, BARS)
    assert (told["low"], told["high"], told["median"]) == (-5, 1e12, 10)
    assert tally(QUESTION, said[2:5])["bars"] == [3]
    assert tally(QUESTION, [])["bars"] == []


def test_choices_are_counted():
    question = {**QUESTION, "kind": "choice", "options": ["a", "b", "c"]}
    told = tally(question, [{"kind": "choice", "option": n} for n in (2, 0, 2)])
    assert told["options"] == [1, 0, 2]


def test_the_qr_code_is_a_picture_that_asks_nobody():
    made = ET.fromstring(qr.svg("http://lab.example/c/ACD346"))
    assert made.tag == "{http://www.w3.org/2000/svg}svg"
    elements = {element.tag.rpartition("}")[2] for element in made.iter()}
    assert elements <= {"svg", "g", "title", "path"}, elements


# --- over HTTP --------------------------------------------------------------------------------


def made(client) -> dict:
    answer = post(client, {}, "/api/classes")
    assert answer.status_code == 201, answer.content
    return answer.json()


def say(client, code, message, **headers):
    return post(client, message, f"/api/classes/{code}/say", **headers)


def messages(answer) -> dict:
    assert answer.status_code == 200, answer.content
    return {said["type"]: said for said in answer.json()["messages"]}


def test_where_there_is_no_socket_all_goes_over_http(desk):
    """The same messages."""
    teacher, pupil = program(NAME), program(address="192.0.2.9")
    code = made(teacher)["code"]
    joined = messages(say(pupil, code, {"type": "hello", "name": "Ann"}))
    seat = joined["welcome"]["seat"]
    assert {"welcome", "view", "stage"} - joined.keys() <= {"view"}
    assert "roster" not in joined
    view = {"type": "view", "run": None, "h": "t=5", "t": 5, "p": False, "v": 1}
    for message in (view, {"type": "freeze", "on": True}, {"type": "ask", "question": QUESTION}):
        assert say(teacher, code, message).json() == {"done": True}
    now = messages(pupil.get(f"/api/classes/{code}/state", headers={SEAT: seat}))
    assert (now["view"]["t"], now["stage"]["frozen"]) == (5, True)
    answer = {"type": "answer", "round": 1, "prediction": {"kind": "number", "value": 4}}
    assert say(pupil, code, answer, **{SEAT: seat}).status_code == 200
    assert say(pupil, code, answer).status_code == 403
    assert messages(teacher.get(f"/api/classes/{code}/state"))["tally"]["count"] == 1
    assert say(pupil, code, {"type": "freeze", "on": False}, **{SEAT: seat}).status_code == 403
    assert say(teacher, code, {"type": "end"}).status_code == 200
    assert ClassSeat.objects.count() == 0
    assert "over" in messages(pupil.get(f"/api/classes/{code}/state", headers={SEAT: seat}))
    assert say(pupil, code, {"type": "hello"}).status_code == 410


def test_a_class_is_made_by_somebody_who_is_known(desk):
    refused = post(program(), {}, "/api/classes")
    assert refused.status_code == 403
    assert "cookie" in refused.json()["error"]["what"]
    assert post(program(NAME), {"run": "AAAAAAAAAA"}, "/api/classes").status_code == 404
    assert post(program(NAME), {"run": 5}, "/api/classes").status_code == 422
    assert post(program(NAME), {"colour": "red"}, "/api/classes").status_code == 422


def test_nobody_has_more_classes_than_one_may(desk, settings):
    settings.MAX_CLASSES_PER_VISITOR = 1
    made(program(NAME))
    refused = post(program(NAME), {}, "/api/classes")
    assert refused.status_code == 429
    assert "WINDTUNNEL_MAX_CLASSES_PER_VISITOR" in refused.json()["error"]["what"]
    assert refused["Retry-After"]


def test_guessing_is_answered_with_when_to_come_again(desk, settings):
    settings.MAX_CODE_TRIES_PER_ADDRESS = 2
    guesser, other = program(address="192.0.2.7"), program(address="192.0.2.8")
    code = made(program(NAME))["code"]
    addresses = [
        "/c/ACD346",
        "/api/classes/ACD347/state",
        f"/c/{code}",
        f"/api/classes/{code}/state",
    ]
    assert [guesser.get(at).status_code for at in addresses] == [404, 404, 429, 429]
    for address, others in zip(addresses[2:], (200, 403), strict=True):
        refused = guesser.get(address)
        assert 1 <= int(refused["Retry-After"]) <= 60
        assert "Too many codes" in refused.content.decode()
        assert other.get(address).status_code == others  # is no guess, but has no seat


def test_the_pages_of_a_class(desk):
    teacher = browser()
    token = teacher.get("/lab/new").content.decode()
    csrf = re.search(r'"csrf": "(\w+)"', token)[1]
    headers = {"X-CSRFToken": csrf}
    code = post(teacher, {}, "/api/classes", **headers).json()["code"]
    assert code in teacher.get("/c/").content.decode()
    assert teacher.get("/c/", {"code": f" {code.lower()} "}).url == f"/c/{code}"
    assert teacher.get(f"/c/{code.lower()}").url == f"/c/{code}"
    joining = Client(REMOTE_ADDR="192.0.2.4").get(f"/c/{code}")
    assert "deleted with your answers when the class ends" in joining.content.decode()
    picture = teacher.get(f"/c/{code}/qr.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert teacher.get(f"/c/{code}/teach").status_code == 200
    local = teacher.get(f"/c/{code}/teach", HTTP_HOST="localhost").content.decode()
    for told in (local, DEPLOY.read_text()):  # both of it: HOST alone is answered 421
        assert "WINDTUNNEL_ALLOWED_HOSTS=lab.local,192.0.2.7 make run HOST=0.0.0.0" in told
    assert browser("192.0.2.4").get(f"/c/{code}/teach").status_code == 403
    assert say(teacher, code, {"type": "end"}, **headers).status_code == 200
    assert teacher.get(f"/c/{code}").status_code == 410
    assert teacher.get(f"/c/{code}/teach").url == f"/c/{code}"


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "%00", "A" * 300, "\u202eACD346"])
def test_a_hostile_code_is_only_text(desk, typed):
    answer = Client().get("/c/", {"code": typed}, follow=True)
    assert answer.status_code in (200, 404)
    assert "<script>alert" not in answer.content.decode()
