"""What a request may bring is decided before its body is read, and never by parsing it.

Work is counted, in bytes that were kept and calls of a parser, not in seconds.
"""

import orjson
import pytest
from asgiref.testing import ApplicationCommunicator
from daphne.http_protocol import WebRequest
from twisted.internet.testing import StringTransport
from twisted.web import http

from visualizer import bodies, daphne_hooks

FORM = b"multipart/form-data; boundary=b"
MB = 1024**2


class Seen:
    """Stands where Daphne's server stands: how much came of each body, and what was parsed."""

    root_path = ""
    proxy_forwarded_address_header = None
    request_buffer_size = 8192

    def __init__(self):
        self.bodies = []

    def protocol_connected(self, protocol):
        pass

    def create_application(self, protocol, scope):
        self.bodies.append(protocol.content.seek(0, 2))


@pytest.fixture
def channel(monkeypatch):
    """A connection to Twisted's own HTTP, with the request that the server has."""

    def parsed(*_, **__):
        raise AssertionError("a form was parsed in the event loop")

    monkeypatch.setattr(http, "_getMultiPartArgs", parsed)
    opened = http.HTTPChannel()
    opened.requestFactory = daphne_hooks.bounded(WebRequest)
    opened.factory = type("Factory", (), {"server": Seen()})()
    opened.timeOut = None
    opened.makeConnection(StringTransport())
    yield opened
    for request in opened.requests:
        request.content.close()


def send(channel, path, pieces, *headers, chunked=False):
    """One request; how many bytes of its body were kept. None where it was cut off."""
    said = [f"POST {path} HTTP/1.1".encode(), b"Host: localhost", *headers]
    said += [b"Transfer-Encoding: chunked"] if chunked else []
    said += [] if chunked else [b"Content-Length: %d" % sum(map(len, pieces))]
    channel.dataReceived(b"\r\n".join(said) + b"\r\n\r\n")
    for piece in pieces:
        if channel.transport.disconnecting:
            break
        channel.dataReceived(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
    if chunked and not channel.transport.disconnecting:
        channel.dataReceived(b"0\r\n\r\n")
    kept = channel.factory.server.bodies
    return kept[0] if kept else None


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("filling", [b"\n", b"--b\r\n\r\n\r\n", b"--b\r\n"])
@pytest.mark.parametrize("path", ["/", "/api/runs", "/nothing", "/healthz"])
def test_a_form_is_neither_parsed_nor_kept(channel, path, filling, chunked):
    pieces = [filling * (MB // len(filling))] * 8
    kept = send(channel, path, pieces, b"Content-Type: " + FORM, chunked=chunked)
    if chunked:  # then it is the application that answers
        assert kept <= bodies.limit({"method": "POST", "path": path, "headers": []}) + 1
    else:
        assert channel.transport.value().startswith(b"HTTP/1.1 413 ")
        assert kept is None


def test_a_form_is_not_parsed_where_it_is_wanted(channel):
    assert send(channel, "/api/traces", [b"--b\r\n" * 4], b"Content-Type: " + FORM) == 20


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (b"Origin: https://evil.example", 403),
        (b"Content-Length: 999999999999999999999999999999", 413),
        (b"Content-Type: multipart/form-data", 400),
        (b"Content-Type: application/json; charset*=nosuch''x", 415),
    ],
)
def test_what_the_headers_say_is_answered_before_the_body_comes(channel, header, status):
    length = [] if b"Length" in header else [b"Content-Length: 1000"]
    head = [
        b"POST /api/runs HTTP/1.1",
        b"Host: localhost",
        b"Expect: 100-continue",
        header,
        *length,
    ]
    channel.dataReceived(b"\r\n".join(head) + b"\r\n\r\n")
    answered = channel.transport.value()
    assert answered.startswith(b"HTTP/1.1 %d " % status)
    assert b"connection: close" in answered
    assert b"100 Continue" not in answered
    assert orjson.loads(answered.partition(b"\r\n\r\n")[2])["error"]["what"]
    channel.dataReceived(b"x" * 500)
    assert not channel.transport.disconnecting, "it may still read the answer"
    assert channel.factory.server.bodies == []


def test_only_a_proxy_says_where_the_root_is(channel):
    send(channel, "/api/runs", [b"{}"], b"Daphne-Root-Path: \xff", b"Sec-WebSocket-Protocol: \xff")
    assert channel.factory.server.bodies == [2]
    assert channel.requests[0].root_path == ""


def test_another_sites_body_is_not_kept_at_all(channel):
    headers = (b"Content-Type: " + FORM, b"Origin: https://evil.example")
    assert send(channel, "/api/traces", [b"x" * MB] * 4, *headers) is None
    assert channel.transport.disconnecting


def test_a_body_without_end_is_cut_off(channel, settings):
    settings.MAX_UPLOAD_BYTES, settings.MAX_DOCUMENT_BYTES = MB, 1024
    assert send(channel, "/", [b"x" * MB] * 40, chunked=True) is None
    assert channel.transport.value().startswith(b"HTTP/1.1 413 ")


def test_tiny_pieces_are_cut_off(channel):
    """20 MB in chunks of one byte would be 20 million calls in the event loop."""
    calls = 0
    request = channel.requestFactory
    taken = request.handleContentChunk

    def counted(self, data):
        nonlocal calls
        calls += 1
        taken(self, data)

    request.handleContentChunk = counted
    pieces = [b"x"] * 100_000
    assert send(channel, "/api/traces", pieces, b"Content-Type: " + FORM, chunked=True) is None
    assert channel.transport.value().startswith(b"HTTP/1.1 400 ")
    assert calls <= daphne_hooks.FREE_PIECES + 1


def test_a_slow_network_is_not_cut_off(channel):
    pieces = [b"x" * 1200] * 8000
    assert send(channel, "/api/traces", pieces, b"Content-Type: " + FORM) == 9_600_000


async def answer(path, *pieces, method="POST", **headers):
    """Status, error and how many bytes the application behind was given."""
    given = []

    async def application(scope, receive, respond):
        more = True
        while more:
            message = await receive()
            given.append(len(message["body"]))
            more = message["more_body"]
        await respond({"type": "http.response.start", "status": 200, "headers": []})
        await respond({"type": "http.response.body", "body": b"{}"})

    sent = [(name.replace("_", "-").encode(), value) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": sent}
    asked = ApplicationCommunicator(bodies.BodyLimit(application), scope)
    for number, piece in enumerate(pieces, 1):
        more = number < len(pieces)
        await asked.send_input({"type": "http.request", "body": piece, "more_body": more})
    start = await asked.receive_output(5)
    body = await asked.receive_output(5)
    return start["status"], body["body"].decode(), sum(given)


HOST = b"localhost:8000"


@pytest.mark.parametrize(
    ("path", "headers", "status", "word"),
    [
        ("/api/traces", {"content_length": b"1" * 5000}, 413, "WINDTUNNEL_MAX_UPLOAD_MB"),
        ("/api/runs", {"content_length": b"300000"}, 413, "256 KB"),
        ("/", {"content_length": b"17000"}, 413, "16 KB"),
        ("/api/traces", {"content_type": b"multipart/form-data"}, 400, "boundary"),
        ("/api/traces", {"content_type": FORM + b"b" * 80}, 400, "boundary"),
        ("/api/runs", {"content_type": b"application/json; charset=zlib"}, 415, "utf-8"),
        ("/api/runs", {"content_type": b"application/json; charset=punycode"}, 415, "utf-8"),
        ("/api/runs", {"origin": b"https://evil.example"}, 403, "another site"),
        ("/api/runs", {"origin": b"null"}, 403, "another site"),
        ("/api/runs", {"origin": b"http://[::1"}, 403, "another site"),
    ],
)
async def test_what_is_refused_is_not_read(path, headers, status, word):
    found = await answer(path, b"x" * 1000, host=HOST, **headers)
    assert (found[0], found[2]) == (status, 0)
    assert word in found[1]


async def test_a_form_of_many_parts_is_refused_before_it_is_parsed():
    """Also where the marks lie across the pieces in which it comes."""
    form = b"--b\r\n\r\n\r\n" * 1000
    pieces = [form[start : start + 7] for start in range(0, len(form), 7)]
    status, said, given = await answer("/api/traces", *pieces, host=HOST, content_type=FORM)
    assert status == 400
    assert "parts" in said
    assert given < 20 * 9


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 1000])
def test_marks_are_counted_once_however_they_come(size):
    form = b"--mark\r\n\r\n--mar--mark\r\n--mark--"
    parts = bodies.Parts(b"mark")
    for start in range(0, len(form), size):
        found = parts.count(form[start : start + size])
    assert found == 3


async def test_a_form_of_one_file_passes():
    form = b"--b\r\nContent-Disposition: form-data; name=file\r\n\r\n1,2\r\n--b--\r\n"
    status, _, given = await answer("/api/traces", form, host=HOST, content_type=FORM)
    assert (status, given) == (200, len(form))
