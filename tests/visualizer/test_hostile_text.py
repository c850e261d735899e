"""Text that is none, keys that are doubled, addresses where nothing is: answered in words."""

import json
import logging

import pytest
from channels.testing import WebsocketCommunicator
from django.test import Client

from simcore.scenario.shipped import FOLDER
from tests.visualizer.desk import RAMP, document, post
from visualizer import protocol
from visualizer.asgi import application
from visualizer.models import Run, Trace
from visualizer.settings import BASE_DIR, DATA_DIR

pytestmark = pytest.mark.django_db(transaction=True)

HALF = "\\ud800"
IN = {
    "scenario": f'{{"scenario": "{HALF}"}}',
    "document": f'{{"document": "{HALF}"}}',
    "document.title": f'{{"document": {{"title": "{HALF}"}}}}',
    "document (a key)": f'{{"document": {{"{HALF}": 1}}}}',
    "(a key)": f'{{"{HALF}": 1}}',
    "overrides (a key)": f'{{"scenario": "{RAMP}", "overrides": {{"{HALF}": 1}}}}',
    "overrides.a.b": f'{{"scenario": "{RAMP}", "overrides": {{"a.b": "{HALF}"}}}}',
    "overrides.a.1": f'{{"scenario": "{RAMP}", "overrides": {{"a": [1, "x{HALF}"]}}}}',
    "profile": f'{{"scenario": "{RAMP}", "profile": "{HALF}"}}',
    "seed": f'{{"scenario": "{RAMP}", "seed": "\\udfff"}}',
}  # fmt: skip


@pytest.mark.parametrize("where", IN)
def test_half_a_character_is_no_text(client, desk, where):
    answer = post(client, IN[where])
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["where"] == where
    assert "half of a character" in error["what"]
    assert not Run.objects.exists()


def test_a_whole_character_beyond_the_first_65536_is_text(client, desk):
    titled = json.dumps({"document": document(title="a \U0001f600")})
    assert "\\ud83d\\ude00" in titled
    assert post(client, titled).status_code == 201


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (f'{{"scenario": "{RAMP}", "seed": 1, "seed": 2}}', "seed"),
        (f'{{"scenario": "{RAMP}", "overrides": {{"duration": 1, "duration": 2}}}}', "duration"),
        (f'{{"scenario": "{RAMP}", "scenario": "{RAMP}"}}', "scenario"),
        ('{"document": {"title": "a", "title": "b"}}', "title"),
    ],
)
def test_a_key_that_is_given_twice_is_refused(client, desk, body, key):
    answer = post(client, body)
    assert answer.status_code == 422
    assert answer.json()["error"] == {
        "what": "This key is given twice.", "where": f"'{key}'", "allowed": "each once", "hint": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        'filename="\\"x\u202etxt.csv"'.encode(),
        b"filename*=unicode_escape''%5Cud800.csv",
        b"filename*=raw_unicode_escape''a%5Cud800.csv",
        b"filename*=utf-8''%ED%A0%80.csv",
        b"filename*=nosuch''abc",
        b'filename="a\x00b.csv"',
        b'filename="\xed\xa0\x80.csv"',
    ],
)
def test_a_file_may_be_called_as_it_likes(desk, name):
    form = b'--b\r\nContent-Disposition: form-data; name="file"; ' + name
    form += b"\r\n\r\nt,n\n1,2\n2,3\n\r\n--b--\r\n"
    answer = Client().generic("POST", "/api/traces", form, "multipart/form-data; boundary=b")
    assert answer.status_code in (201, 422)
    for trace in Trace.objects.all():
        assert trace.name.isprintable()


@pytest.mark.parametrize(
    "path",
    ["/lab/new?scenario=%ED%A0%80", "/lab/new?scenario=%00", "/s/%ED%A0%80", "/%ED%A0%80",
     "/lab/%ED%A0%80%ED%A0%80", "/api/runs/%00", "/api/scenarios/%ED%A0%80"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["", "text/plain; charset=unicode_escape"])
def test_addresses_that_are_no_text(client, path, kind):
    assert client.get(path, CONTENT_TYPE=kind).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_COOKIE": "windtunnel_visitor=\xed\xa0\x80; windtunnel_runs=\x00"},
        {"HTTP_X_CSRFTOKEN": "\xff"},
        {"HTTP_X_WINDTUNNEL_VISITOR": "\xed\xa0\x80" * 20},
        {"HTTP_X_WINDTUNNEL_VISITOR": "\ud800" * 20},
        {"HTTP_ACCEPT_ENCODING": "\xff"},
        {"HTTP_REFERER": "http://[::1"},
        {"REMOTE_ADDR": "not an address"},
    ],
)
def test_headers_that_are_no_text(desk, headers):
    client = Client()
    assert client.get("/", **headers).status_code == 200
    body = json.dumps({"scenario": RAMP})
    answer = client.post("/api/runs", body, content_type="application/json", **headers)
    assert answer.status_code in (200, 201)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_page_says_that_it_is_only_read(client, method):
    answer = getattr(client, method)("/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "can only be looked at" in answer.content.decode()


def test_a_malformed_form_gets_a_sentence(client):
    form = b"--b\r\nContent-Disposition: form-data; name=file; filename=x\r\n"
    form += b"Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n--b--\r\n"
    answer = client.generic("POST", "/api/traces", form, "multipart/form-data; boundary=b")
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["what"]


TRACES = [{"file": "nothing.csv"}, {"file": "a/../../x.csv"}, {"file": "/etc/shadow"},
          {"file": "."}, {"file": "a\tb.csv"}, {"upload": "nothing"}]  # fmt: skip


@pytest.mark.parametrize("trace", TRACES)
def test_no_message_gives_a_path_of_the_server(client, desk, trace):
    driven = document()
    driven["components"]["callers"]["arrivals"] = {"trace": trace}
    answer = post(client, {"document": driven})
    assert answer.status_code == 422
    said = answer.content.decode()
    for path in (BASE_DIR, DATA_DIR, FOLDER):
        assert str(path) not in said


HERE = [(b"host", b"localhost:8000")]


@pytest.mark.parametrize("path", ["/", "/ws", "/ws/runs", "/ws/runs/A/B", "/ws/" + "x/" * 500])
async def test_a_socket_to_nowhere_is_told_so_and_nothing_is_logged(supervisor, caplog, path):
    socket = WebsocketCommunicator(application, path, headers=HERE)
    with caplog.at_level(logging.WARNING):
        accepted, _ = await socket.connect(timeout=30)
        assert accepted
        said = json.loads((await socket.receive_output(5))["text"])
        closed = await socket.receive_output(5)
        await socket.wait()
    assert "nothing at this address" in said["message"]
    assert closed["code"] == protocol.CLOSE_UNKNOWN_RUN
    assert caplog.records == []


async def test_an_address_has_so_many_sockets(supervisor, settings):
    settings.MAX_SOCKETS_PER_ADDRESS = 3

    async def opened(address):
        socket = WebsocketCommunicator(application, "/ws/runs/AAAAAAAAAA", headers=HERE)
        socket.scope["client"] = [address, 1234]
        await socket.connect(timeout=30)
        said = json.loads((await socket.receive_output(30))["text"])["message"]
        return socket, said

    # A run that is not there is said to be so before hello; the socket stays until it is closed.
    sockets = [await opened("192.0.2.1") for _ in range(3)]
    assert all("There is no run" in said for _, said in sockets)
    _, said = await opened("192.0.2.1")
    assert "WINDTUNNEL_MAX_SOCKETS_PER_ADDRESS" in said
    _, said = await opened("192.0.2.2")
    assert "There is no run" in said
    await sockets[0][0].disconnect()
    _, said = await opened("192.0.2.1")
    assert "There is no run" in said


async def test_who_acknowledges_without_end_is_let_go(supervisor, new_run):
    run = await new_run()
    socket = WebsocketCommunicator(application, f"/ws/runs/{run.id}", headers=HERE)
    await socket.connect(timeout=30)
    await socket.send_to(text_data=json.dumps({"type": "hello", "protocol": 1, "after": 5}))
    for _ in range(protocol.MESSAGES_TO_SPARE + 50):
        await socket.send_to(text_data=json.dumps({"type": "ack", "n": 5}))
    found = []
    while not found or found[-1]["type"] != "websocket.close":
        found.append(await socket.receive_output(10))
    assert found[-1]["code"] == protocol.CLOSE_TOO_MANY
    assert "Too many messages" in found[-2]["text"]
    assert await socket.receive_nothing(0.2), "what comes after it is not even answered"
    await socket.disconnect()
