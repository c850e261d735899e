"""The run socket, protocol 1, through the ASGI application."""

import json

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from tests.visualizer.conftest import until
from tests.visualizer.sockets import receive, watch
from tests.visualizer.viewer import Viewer
from visualizer import protocol
from visualizer.asgi import application
from visualizer.models import Frame, Run, Snapshot

pytestmark = pytest.mark.django_db(transaction=True)


async def test_a_live_run_is_followed_to_its_end(new_run, supervisor, connect):
    run = await new_run(frames=50, delay_s=0.002)
    socket = await connect(run.id)
    supervisor.submit(run.id)
    viewer = await watch(socket, Viewer())
    assert viewer.frames == list(range(50))
    assert viewer.header["run"] == run.id
    assert viewer.header["protocol"] == 1
    assert viewer.header["frames"] == 50
    assert viewer.states[-1]["state"] == "finished"
    assert viewer.end["state"] == "finished"
    assert viewer.end["last"] == 49
    assert viewer.end["fingerprint"] == "fake-7"
    assert viewer.end["summary"]["events"] == 500


async def test_a_late_viewer_gets_the_same(new_run, ended, connect, supervisor):
    run = await new_run(frames=70)
    await ended(run)
    supervisor.frames.forget(run.id)
    viewer = await watch(await connect(run.id), Viewer())
    assert viewer.frames == list(range(70))
    assert viewer.order[:3] == ["header", "state", "frame"]
    assert viewer.order[-1] == "end"


async def test_a_viewer_resumes_where_it_was(new_run, ended, connect):
    run = await new_run(frames=60)
    await ended(run)
    viewer = Viewer()
    for stop in (7, 8, 23, 59, None):
        viewer.order.clear()
        await watch(await connect(run.id), viewer, stop)
        assert viewer.order[:2] == ["header", "state"]
    assert viewer.frames == list(range(60))


async def test_who_has_everything_is_told_the_end(new_run, ended, connect):
    run = await new_run(frames=5)
    await ended(run)
    viewer = await watch(await connect(run.id), Viewer(frames=[4]))
    assert viewer.frames == [4]
    assert viewer.end["last"] == 4


async def test_a_failed_run_says_why_and_can_go_on(new_run, ended, connect, supervisor):
    run = await new_run(frames=12, fail_at=6)
    await ended(run)
    socket = await connect(run.id)
    viewer = await watch(socket, Viewer(every=1))
    assert (viewer.end["state"], viewer.end["last"]) == ("failed", 5)
    assert "told to fail" in viewer.end["message"]
    viewer.end = {}
    change = {"state": "queued", "document": {"fake": {"frames": 12}}}
    await sync_to_async(Run.objects.filter(id=run.id).update)(**change)
    await sync_to_async(Snapshot.objects.all().delete)()  # they remember that it has to fail
    supervisor.submit(run.id)
    while not viewer.end:
        if (answer := viewer.take(await receive(socket))) is not None:
            await socket.send_to(text_data=answer)
    assert viewer.frames == list(range(12))
    assert [state["state"] for state in viewer.states][:2] == ["failed", "queued"]
    assert viewer.end["state"] == "finished"


async def test_a_waiting_run_tells_its_place(new_run, supervisor, connect):
    runs = [await new_run(frames=30, delay_s=0.01) for _ in range(4)]
    for run in runs:
        supervisor.submit(run.id)
    viewer = await watch(await connect(runs[3].id), Viewer())
    places = [state["queue"] for state in viewer.states if "queue" in state]
    assert places == [1, 0]
    assert viewer.frames == list(range(30))


@pytest.mark.parametrize(
    ("message", "says", "code"),
    [
        ("{", "not JSON", 4400),
        ("[]", "not a JSON object", 4400),
        ('{"type": "sing"}', "type", 4400),
        ('{"type": "ack", "n": 1}', "hello first", 4400),
        ('{"type": "hello", "protocol": 2, "after": -1}', "protocol", 4400),
        ('{"type": "hello", "protocol": 1, "after": "x"}', "after", 4400),
        ('{"type": "hello", "protocol": 1, "after": -2}', "after", 4400),
        ('{"type": "hello", "protocol": 1, "after": true}', "after", 4400),
        ('{"type": "hello", "protocol": 1, "after": -1, "window": 0}', "window", 4400),
        ('{"type": "hello", "protocol": 1, "after": -1, "window": "8"}', "window", 4400),
        ("[" * 60_000, "JSON", 4400),
        ('"' + "x" * 70_000 + '"', "64 KB", 4413),
        (b"bytes", "text", 4400),
    ],
)
async def test_a_malformed_message_is_explained(new_run, connect, message, says, code):
    run = await new_run()
    socket = await connect(run.id)
    if isinstance(message, bytes):
        await socket.send_to(bytes_data=message)
    else:
        await socket.send_to(text_data=message)
    said = json.loads(await receive(socket))
    assert said["type"] == "error"
    assert says in said["message"]
    assert await receive(socket) == code


async def test_acknowledging_what_was_not_sent(new_run, ended, connect):
    run = await new_run(frames=20)
    await ended(run)
    socket = await connect(run.id)
    await socket.send_to(text_data=Viewer().hello)
    await until(lambda: socket.output_queue.qsize() >= 10)
    await socket.send_to(text_data=json.dumps({"type": "ack", "n": 15}))
    said = [await receive(socket) for _ in range(12)]
    assert "has not been sent" in json.loads(said[-2])["message"]
    assert said[-1] == 4400


@pytest.mark.parametrize("name", ["AAAAAAAAAA", "x", "<script>", "%00", "a" * 300])
async def test_an_unknown_run_is_explained(connect, name):
    socket = await connect(name)
    said = json.loads(await receive(socket))
    assert "There is no run" in said["message"]
    assert await receive(socket) == 4404


async def test_a_viewer_without_a_hello_is_let_go(new_run, connect, monkeypatch):
    monkeypatch.setattr(protocol, "HELLO_WITHIN_S", 0.05)
    socket = await connect((await new_run()).id)
    assert json.loads(await receive(socket))["type"] == "error"
    assert await receive(socket) == 4408


async def test_a_run_deleted_under_a_viewer(new_run, ended, connect, supervisor):
    run = await new_run(frames=40)
    await ended(run)
    socket = await connect(run.id)
    viewer = await watch(socket, Viewer(every=100), 8)
    await sync_to_async(Frame.objects.filter(run=run).delete)()
    supervisor.frames.forget(run.id)
    await socket.send_to(text_data=json.dumps({"type": "ack", "n": viewer.after}))
    assert "deleted" in json.loads(await receive(socket))["message"]
    assert await receive(socket) == 4404


@pytest.mark.parametrize(
    ("headers", "let_in"),
    [
        ([], False),
        ([(b"host", b"localhost:8000")], True),
        ([(b"host", b"localhost:8000"), (b"origin", b"http://localhost:8000")], True),
        ([(b"host", b"localhost:8000"), (b"origin", b"http://LOCALHOST:8000")], True),
        ([(b"host", b"localhost:8000"), (b"origin", b"http://localhost:9000")], False),
        ([(b"host", b"localhost:8000"), (b"origin", b"https://evil.example")], False),
        ([(b"host", b"localhost:8000"), (b"origin", b"null")], False),
        ([(b"host", b"localhost:8000"), (b"origin", b"")], False),
        ([(b"host", b"evil.example"), (b"origin", b"http://evil.example")], False),
        ([(b"host", b"localhost:8000"), (b"origin", b"a"), (b"origin", b"b")], False),
        ([(b"host", b"localhost"), (b"origin", b"https://localhost:443")], True),
        ([(b"host", b"localhost:443"), (b"origin", b"https://localhost")], True),
        ([(b"host", b"localhost:80"), (b"origin", b"https://localhost")], False),
        ([(b"host", b"localhost:8000"), (b"origin", b"http://[::1")], False),
        ([(b"host", b"localhost"), (b"origin", b"https://Pages.example:8443")], True),
        ([(b"host", b"localhost"), (b"origin", b"http://pages.example:8443")], False),
        ([(b"host", b"localhost"), (b"origin", b"https://a.wild.example")], True),
        ([(b"host", b"localhost"), (b"origin", b"https://notwild.example")], False),
    ],
)
async def test_who_may_open_a_socket(supervisor, settings, headers, let_in):
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.CSRF_TRUSTED_ORIGINS = ["https://pages.example:8443", "https://*.wild.example"]
    socket = WebsocketCommunicator(application, "/ws/runs/AAAAAAAAAA", headers=headers)
    accepted, _ = await socket.connect(timeout=30)
    assert accepted == let_in
    await socket.disconnect()


PROXIED = [
    (b"host", b"localhost"),
    (b"x-forwarded-host", b"lab.example:8443"),
    (b"origin", b"https://lab.example:8443"),
]


@pytest.mark.parametrize("behind", [True, False])
async def test_a_proxy_on_another_port(supervisor, settings, behind):
    """Its word for the host is taken only where it is said to be there."""
    settings.ALLOWED_HOSTS, settings.USE_X_FORWARDED_HOST = ["localhost", "lab.example"], behind
    socket = WebsocketCommunicator(application, "/ws/runs/AAAAAAAAAA", headers=PROXIED)
    accepted, _ = await socket.connect(timeout=30)
    assert accepted == behind
    await socket.disconnect()
