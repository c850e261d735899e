"""What a request may bring, decided from its address and its headers, before its body is read.

Both who takes a body in (`visualizer.daphne_hooks`) and who answers (`BodyLimit`) ask here, so
that what is dropped on the way in is what is refused.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from django.conf import settings
from django.utils.http import parse_header_parameters

from visualizer.origin import of_this_site

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

UPLOADS = "/api/traces"
DOCUMENTS = re.compile(
    r"/api/(runs|lab|checks|runs/[A-Za-z2-7]{10}/forks|(compare|runs/[A-Za-z2-7]{10})/report\.\w+)"
)
ENVELOPE_BYTES = 4096  # of a multipart upload, around the file itself
OTHER_BYTES = 16 * 1024  # where no body is wanted: a token in a form at the most
MOST_PARTS = 16  # of a form: one file, and what is said of its columns
LONGEST_BOUNDARY = 70  # RFC 2046, 5.1.1
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
CHARSETS = frozenset({"", "utf-8", "utf8", "us-ascii"})
BOUNDARY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")


@dataclass(eq=False)
class Refusal(Exception):
    """An answer that needs no look into the body."""

    status: int
    error: dict[str, str]


def refusal(scope: Scope) -> Refusal | None:
    """Why a request is not even read; None where it may be."""
    if scope["method"] not in SAFE and not of_this_site(scope):
        return Refusal(403, FOREIGN)
    try:
        kind, told = content_type(scope)
    except (LookupError, ValueError):  # a parameter in a code that is none
        return Refusal(415, UTF_8_ONLY)
    if told.get("charset", "").strip("\"'").lower() not in CHARSETS:
        return Refusal(415, UTF_8_ONLY)
    if kind == "multipart/form-data" and not _boundary(told):
        return Refusal(400, NO_BOUNDARY)
    return too_large(scope) if announced(scope) > limit(scope) else None


def limit(scope: Scope) -> int:
    """Bytes that a body at this address may have."""
    path = scope["path"].rstrip("/")
    if path == UPLOADS and content_type(scope)[0] == "multipart/form-data":
        return settings.MAX_UPLOAD_BYTES + ENVELOPE_BYTES
    return settings.MAX_DOCUMENT_BYTES if DOCUMENTS.fullmatch(path) else OTHER_BYTES


def too_large(scope: Scope) -> Refusal:
    path = scope["path"].rstrip("/")
    return Refusal(413, explain(path == UPLOADS, DOCUMENTS.fullmatch(path) is not None))


def content_type(scope: Scope) -> tuple[str, dict[str, str]]:
    """The media type that is announced, in small letters, and its parameters."""
    sent = [value for name, value in scope["headers"] if name == b"content-type"]
    kind, told = parse_header_parameters(b",".join(sent).decode("latin-1"))
    return kind.strip().lower(), told


def announced(scope: Scope) -> int:
    """Content-Length, 0 where there is none that can be read."""
    lengths = [value for name, value in scope["headers"] if name == b"content-length"]
    # Nineteen digits are beyond every limit; more than 4,300 Python would not even read.
    return int(lengths[0][:19]) if lengths and lengths[0].isdigit() else 0


class BodyLimit:
    """ASGI middleware: answers what is refused, and counts what is not while it comes in."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            if (no := refusal(scope)) is not None:
                raise no
            await self.app(scope, Counting(receive, scope), send)
        except Refusal as refused:
            await refuse(send, refused)


class Counting:
    """Passes a body on until it is too large, or in too many parts."""

    def __init__(self, receive: Receive, scope: Scope) -> None:
        self.receive = receive
        self.scope = scope
        self.limit = limit(scope)
        self.seen = 0
        kind, told = content_type(scope)
        self.parts = Parts(_boundary(told)) if kind == "multipart/form-data" else None

    async def __call__(self) -> dict[str, Any]:
        message = await self.receive()
        body = message.get("body", b"")
        self.seen += len(body)
        if self.seen > self.limit:
            raise too_large(self.scope)
        if self.parts is not None and self.parts.count(body) > MOST_PARTS:
            raise Refusal(400, MANY_PARTS)
        return message


class Parts:
    """Counts the parts of a form as it comes in: a search for bytes, where parsing is slow."""

    def __init__(self, boundary: bytes) -> None:
        self.mark = b"--" + boundary
        self.rest = b""
        self.found = 0

    def count(self, body: bytes) -> int:
        """So many parts have begun up to the end of this piece."""
        text = self.rest + body
        self.found += text.count(self.mark)
        # A mark may lie across two pieces; one that lies in this piece is not counted again.
        after = text.rfind(self.mark) + len(self.mark) if self.mark in text else 0
        self.rest = text[max(after, len(text) - len(self.mark) + 1) :]
        return self.found


def _boundary(told: dict[str, str]) -> bytes:
    """What is between the parts of a form; empty where it does not say."""
    given = told.get("boundary", "")
    fits = len(given) <= LONGEST_BOUNDARY and BOUNDARY.fullmatch(given)
    return given.encode("ascii") if fits else b""


async def refuse(send: Send, no: Refusal) -> None:
    """Send the answer."""
    body = orjson.dumps({"error": no.error})
    headers = list(_headers(body))
    await send({"type": "http.response.start", "status": no.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def as_bytes(no: Refusal) -> bytes:
    """The answer as it goes over the wire."""
    body = orjson.dumps({"error": no.error})
    first = f"HTTP/1.1 {no.status} {HTTPStatus(no.status).phrase}".encode()
    return b"\r\n".join([first, *(b": ".join(pair) for pair in _headers(body)), b"", body])


def _headers(body: bytes) -> tuple[tuple[bytes, bytes], ...]:
    return (
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
        (b"connection", b"close"),
    )


def explain(upload: bool, document: bool = False) -> dict[str, str]:
    """What is wrong with a body that is too large."""
    if upload:
        return {
            "what": "The file is too large.",
            "where": "file",
            "allowed": f"at most {settings.MAX_UPLOAD_BYTES // 1024**2} MB "
            "(WINDTUNNEL_MAX_UPLOAD_MB), as multipart/form-data",
            "hint": "Give counts per interval instead of one line per request, or gzip the file.",
        }
    document_kb = f"{settings.MAX_DOCUMENT_BYTES // 1024} KB (WINDTUNNEL_MAX_DOCUMENT_KB)"
    return {
        "what": "The request is too large.",
        "where": "body",
        "allowed": f"at most {document_kb if document else f'{OTHER_BYTES // 1024} KB'}",
        "hint": "Upload a recorded trace at /api/traces and name it in the scenario.",
    }


FOREIGN = {
    "what": "This request was refused.",
    "where": "Origin",
    "allowed": "pages of this server, and of WINDTUNNEL_TRUSTED_ORIGINS",
    "hint": "It came from another site. Behind a proxy, pass the host on as it was asked for.",
}
UTF_8_ONLY = {
    "what": "The body is in a character set that is not understood.",
    "where": "Content-Type",
    "allowed": "charset=utf-8, or none",
    "hint": "",
}
NO_BOUNDARY = {
    "what": "The form does not say what is between its parts.",
    "where": "Content-Type",
    "allowed": f"multipart/form-data; boundary=..., at most {LONGEST_BOUNDARY} characters",
    "hint": "Leave the header to what makes the form: curl -F file=@trace.csv",
}
MANY_PARTS = {
    "what": "The form has too many parts.",
    "where": "body",
    "allowed": f"at most {MOST_PARTS - 1}: a file and what is said of its columns",
    "hint": "",
}
TINY_PIECES = {
    "what": "The body comes in pieces that are too small.",
    "where": "body",
    "allowed": "some thousand pieces, or 64 bytes each on average",
    "hint": "",
}
