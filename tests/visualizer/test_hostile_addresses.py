"""Whatever stands in an address, on every path there is: an answer, and no fault of ours."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from visualizer.urls import urlpatterns

pytestmark = pytest.mark.django_db

PART = re.compile(r"<[^>]+>")
HOSTILE = {
    "long": "x" * 300,
    "very long": "x" * 3000,
    "long in bytes": "ü" * 150,
    "deep": "docs/" + "x/" * 600,
    "null": "x\0.png",
    "null in between": "docs/x\0y.md",
    "line": "x\r\nSet-Cookie: a=b",
    "up": "../../../../etc/passwd",
    "up in docs": "docs/../../etc/passwd.md",
    "drive": "C:\\x",
    "no text": b"\xff\xfe",
    "half a pair": "\ud800".encode("utf-8", "surrogatepass"),
    "signs": "'\"<script>%00{{x}}${x}",
    "other letters": "ſ\u202e\u2028ıİ٣",
    "empty": "",
    "dots": "...",
    "number": "9" * 190,
    "run": "A" * 10,
    "code": "ACDEFG",
    "lower code": "acdefg",
}
NOT_ASKED = {"/healthz"}  # it takes nothing, and without a simulator it is not well
ADDRESSES = sorted({f"/{pattern.pattern}" for pattern in urlpatterns} - NOT_ASKED)
WITH_PARTS = [address for address in ADDRESSES if PART.search(address)]
ASKED = (
    "q", "in", "code", "run", "a", "b", "lesson", "scenario", "slug", "topic", "sort", "after",
    "limit", "from", "to", "t", "theme", "was", "state", "since", "n", "seed", "teach", "class",
)  # fmt: skip


@pytest.fixture
def client() -> Client:
    """A fault of ours goes through it, to the test."""
    return Client(raise_request_exception=True)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_part_of_an_address_is_a_fault(client, name):
    for address in WITH_PARTS:
        path = PART.sub(quote(HOSTILE[name], safe="/"), address)
        answer = client.get(path)
        assert answer.status_code < 500, path
        if path.startswith("/api/") and answer.status_code >= 400:
            assert answer["Content-Type"].startswith("application/json"), path


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_that_is_asked_for_is_a_fault(client, name):
    query = "&".join(f"{one}={quote(HOSTILE[name], safe='')}" for one in ASKED)
    for address in ADDRESSES:
        path = f"{PART.sub('A' * 10, address)}?{query}"
        assert client.get(path).status_code < 500, path


@pytest.mark.parametrize("address", [
    "/docs/" + "x" * 300, "/docs/" + "x" * 300 + ".png", "/docs/x%00.png", "/source/docs/x%00.md",
    "/source/docs/" + "x" * 300 + ".md", "/c/" + "x" * 3000 + "/qr.svg", "/c/x/qr.svg",
    "/api/traces/" + "x" * 300, "/" + "x" * 300, "/s/x%00",
])  # fmt: skip
def test_nothing_is_there(client, address):
    assert client.get(address).status_code == 404


def test_the_code_of_a_class_has_its_picture_whoever_types_it(client):
    for code in ("ACDEFG", "acdefg"):
        assert client.get(f"/c/{code}/qr.svg")["Content-Type"] == "image/svg+xml"
