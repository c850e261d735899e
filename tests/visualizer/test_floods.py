"""One who says far too much on a socket is cut off where it is read, and nobody else is."""

import pytest
from channels.testing import WebsocketCommunicator

from tests.visualizer.sockets import OURS
from visualizer import floods
from visualizer.floods import Floods, guard
from visualizer.visitor import COOKIE, signer

HERE = ("192.0.2.1", 1)


class Protocol:
    """Stands where Daphne's websocket stands."""

    def __init__(self):
        self.taken, self.dropped = [], None

    def onMessage(self, payload, is_binary):  # noqa: N802
        self.taken.append(payload)

    def dropConnection(self, abort):  # noqa: N802
        self.dropped = abort


def scope(name=""):
    """Of somebody by cookie, or by the address alone."""
    cookie = [(b"cookie", f"{COOKIE}={signer.sign(name)}".encode())] if name else []
    return {"type": "websocket", "path": "/ws/runs/A", "headers": [*OURS, *cookie], "client": HERE}


def test_what_is_beyond_the_budget_is_not_even_taken(settings, monkeypatch):
    settings.SOCKET_MESSAGES_PER_S = 10
    now = [0.0]
    monkeypatch.setattr(floods.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(floods, "floods", Floods())
    protocol = Protocol()
    guard(protocol, scope("ann"))
    for _ in range(20):
        protocol.onMessage(b"x", False)
    assert protocol.dropped is None
    now[0] = 0.1
    protocol.onMessage(b"one more a tenth of a second later", False)
    protocol.onMessage(b"one too many", False)
    assert (len(protocol.taken), protocol.dropped) == (21, True)
    assert floods.floods.is_away(scope("ann"))
    assert not floods.floods.is_away(scope("bob"))  # at the same address
    assert not floods.floods.is_away(scope())
    now[0] = 0.1 + floods.AWAY_S
    assert not floods.floods.is_away(scope("ann"))


def test_little_is_remembered(monkeypatch):
    monkeypatch.setattr(floods, "REMEMBERED", 3)
    away = Floods()
    for n in range(10):
        away.cut_off(str(n))
    assert list(away.when) == ["7", "8", "9"]


@pytest.mark.django_db(transaction=True)
async def test_who_was_cut_off_is_not_let_in_for_a_while(supervisor, monkeypatch):
    from visualizer.asgi import application

    own = Floods()
    monkeypatch.setattr("visualizer.sockets.floods", own)
    cookie = (b"cookie", f"{COOKIE}={signer.sign('ann')}".encode())
    for away in (False, True):
        socket = WebsocketCommunicator(application, "/ws/runs/AAAAAAAAAA", headers=[*OURS, cookie])
        accepted, _ = await socket.connect(timeout=30)
        assert accepted != away
        await socket.disconnect()
        own.cut_off(floods.whose_socket({**scope("ann"), "client": None}).visitor)
