"""Built assets over HTTP: for good where the name is hashed, compressed, nothing beside them."""

import gzip

import pytest
from asgiref.testing import ApplicationCommunicator

from visualizer.static import Static, immutable

SCRIPT = b"console.log('hello');" * 100


@pytest.fixture
def ask(settings, tmp_path):
    """GET a path; status, headers, body."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "assets" / "lab-BsQ1nz3d.js").write_bytes(SCRIPT)
    (dist / "font.woff2").write_bytes(b"\x00\x01")
    (tmp_path / "secret_key").write_text("secret")
    settings.STATIC_DIST, settings.STATIC_ROOT = dist, tmp_path / "nothing"

    async def beyond(scope, receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})
        await send({"type": "http.response.body", "body": b"passed on"})

    static = Static(beyond)

    async def get(path, method="GET", **headers):
        sent = [
            (name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()
        ]
        scope = {"type": "http", "method": method, "path": path, "headers": sent}
        application = ApplicationCommunicator(static, scope)
        await application.send_input({"type": "http.request", "body": b""})
        start = await application.receive_output(2)
        body = await application.receive_output(2)
        return start["status"], dict(start["headers"]), body["body"]

    return get


async def test_a_hashed_name_is_kept_for_good(ask):
    status, headers, body = await ask("/static/assets/lab-BsQ1nz3d.js")
    assert (status, body) == (200, SCRIPT)
    assert b"immutable" in headers[b"cache-control"]
    assert headers[b"content-type"].startswith(b"text/javascript")
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert b"immutable" not in (await ask("/static/font.woff2"))[1][b"cache-control"]


async def test_texts_are_compressed_for_those_who_take_it(ask):
    _, headers, body = await ask("/static/assets/lab-BsQ1nz3d.js", accept_encoding="br, gzip")
    assert headers[b"content-encoding"] == b"gzip"
    assert int(headers[b"content-length"]) == len(body) < len(SCRIPT)
    assert gzip.decompress(body) == SCRIPT
    assert b"content-encoding" not in (await ask("/static/font.woff2", accept_encoding="gzip"))[1]


async def test_what_is_known_is_not_sent_again(ask):
    _, headers, _ = await ask("/static/assets/lab-BsQ1nz3d.js")
    modified = headers[b"last-modified"].decode()
    status, _, body = await ask("/static/assets/lab-BsQ1nz3d.js", if_modified_since=modified)
    assert (status, body) == (304, b"")


async def test_head_sends_no_body(ask):
    status, headers, body = await ask("/static/assets/lab-BsQ1nz3d.js", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers[b"content-length"]) == len(SCRIPT)


@pytest.mark.parametrize(
    "path",
    ["/", "/static/", "/static/../secret_key", "/static/assets/../../secret_key", "/static/x.js"],
)
async def test_the_rest_is_passed_on(ask, path):
    assert (await ask(path))[2] == b"passed on"


def test_which_names_are_hashed():
    assert immutable("", "/static/assets/lab-BsQ1nz3d.js")
    assert immutable("", "/static/assets/inter-latin-wght-normal-Dx4kXJAl.woff2")
    assert not immutable("", "/static/manifest.json")
