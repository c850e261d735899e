"""Frames that are packed once, envelope and all, and written past Daphne's own way."""

import pytest
from autobahn.websocket.protocol import PreparedMessage
from twisted.internet.abstract import FileDescriptor
from twisted.internet.main import CONNECTION_LOST

from visualizer import packed, protocol


@pytest.mark.parametrize("size", [0, 1, 121, 122, 65_531, 65_532, 200_000])
def test_the_envelope_is_the_one_that_autobahn_makes(size):
    blob = bytes(size)
    payload = protocol.NUMBER.pack(7) + blob
    message = protocol.pack_frame(7, blob)
    assert message == PreparedMessage(payload, True, False, True).payloadHybi
    assert protocol.payload(message) == payload
    assert protocol.unpack_frame(payload) == (7, blob)
    text = "\u00fc" * size
    told = PreparedMessage(text.encode(), False, False, True).payloadHybi
    assert protocol.pack_text(text) == told


class Transport:
    """As much of Twisted's as is used; the socket takes so many bytes."""

    def __init__(self, takes, waits=b""):
        self.takes, self.dataBuffer, self._tempDataLen = takes, waits, 0
        self.sent = b""

    def writeSomeData(self, data):  # noqa: N802
        if isinstance(self.takes, int):
            self.sent += data[: self.takes]
        return min(self.takes, len(data)) if isinstance(self.takes, int) else self.takes


class Connection:
    STATE_OPEN = 3

    def __init__(self, transport, state=3):
        self.transport, self.state = transport, state
        self.queued = b""

    def sendData(self, data):  # noqa: N802
        self.queued += data


@pytest.mark.parametrize(
    ("transport", "sent", "queued"),
    [
        (Transport(100), b"frames", b""),
        (Transport(2), b"fr", b"ames"),
        (Transport(0), b"", b"frames"),
        (Transport(CONNECTION_LOST), b"", b"frames"),
        (Transport(100, waits=b"before"), b"", b"frames"),
    ],
)
def test_what_the_socket_does_not_take_goes_the_usual_way(transport, sent, queued):
    connection = Connection(transport)
    packed.write(connection, b"frames")
    assert (transport.sent, connection.queued) == (sent, queued)


def test_nothing_is_written_to_a_connection_that_is_closing():
    connection = Connection(Transport(100), state=2)
    packed.write(connection, b"frames")
    assert (connection.transport.sent, connection.queued) == (b"", b"")


def test_twisted_says_what_waits_as_we_ask_it():
    descriptor = FileDescriptor(reactor=object())
    assert (descriptor._tempDataLen, descriptor.dataBuffer) == (0, b"")
