"""A server whose start fails says why, at every address, and goes on when it can."""

import contextlib
import errno
import json
import resource
import sqlite3
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from tests.visualizer.server import HURRIED, Server
from tests.visualizer.test_live import FAKE, asked, fake
from visualizer import environ, trouble
from visualizer.views.problems import explain


@pytest.fixture
def server(tmp_path):
    with contextlib.closing(Server(tmp_path, HURRIED, WINDTUNNEL_RUN_FACTORY=FAKE)) as server:
        yield server


def answer(server: Server, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(server.url(path), timeout=30) as said:
            return said.status, said.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def health(server: Server) -> tuple[int, dict]:
    status, text = answer(server, "/healthz")
    return status, json.loads(text)


def computes(server: Server, salt: str) -> bool:
    run = asked(server, fake(frames=3, salt=salt))
    server.until(lambda: server.get(f"/api/runs/{run}")["state"] == "finished")
    return True


def test_a_damaged_database_is_said_at_every_address(server):
    database = server.folder / "windtunnel.sqlite3"
    database.write_bytes(b"This is no database at all. " * 1000)
    server.launch()
    server.until(lambda: "is damaged" in health(server)[1]["database"]["problem"])
    status, report = health(server)
    assert status == 503
    assert report["database"]["writable"] is False
    status, refused = server.post("/api/runs", fake(frames=1))
    assert status == 503
    assert "put back a copy" in refused["error"]["what"]
    status, page = answer(server, "/lab/ABCDEFGHIJ")
    assert status == 503
    assert "is damaged" in page
    database.unlink()
    server.until(lambda: health(server)[0] == 200)
    assert computes(server, "mended")


def test_a_start_that_finds_the_database_locked_is_tried_again(server):
    server.start()
    server.stop()
    holder = sqlite3.connect(server.folder / "windtunnel.sqlite3", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    server.launch()
    server.until(lambda: health(server))
    began = time.monotonic()
    status, report = health(server)
    assert status == 503
    assert time.monotonic() - began < 10, "who asks waits for the database"
    assert report["workers"]["problem"]
    assert server.post("/api/runs", fake(frames=1))[0] == 503
    holder.execute("ROLLBACK")
    holder.close()
    server.until(lambda: health(server)[0] == 200)
    assert computes(server, "free again")


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux: limits of another process")
def test_a_database_that_cannot_grow_is_said_and_over_without_a_restart(server, tmp_path):
    """Files may not grow any more, and later they may."""
    server.start()
    there = tmp_path / "there"
    run = asked(server, fake(frames=600, size=100_000, waits_at=10, until=str(there)))
    server.until(lambda: server.get(f"/api/runs/{run}")["frames"] > 5)
    grown = max(file.stat().st_size for file in server.folder.glob("windtunnel.sqlite3*"))
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    no_more = (grown + 2**18, resource.RLIM_INFINITY)
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, no_more)
    there.touch()
    server.until(lambda: server.get(f"/api/runs/{run}")["state"] == "failed")
    found = server.get(f"/api/runs/{run}")
    assert "could not be stored" in found["message"]
    assert found["end"] is None
    assert server.get(f"/api/runs/{run}")["frames"] < 600
    # Not by a byte either, or it looks, finds room for a little, and is well again.
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    server.until(lambda: health(server)[0] == 503)
    assert health(server)[1]["database"]["writable"] is False
    status, refused = server.post("/api/runs", fake(frames=3, salt="no room"))
    # A whole write that fails is an "I/O error" to SQLite, half a one a full disk.
    assert status in (503, 507)
    assert "database" in refused["error"]["what"] or "disk" in refused["error"]["what"]
    assert answer(server, f"/lab/{run}")[0] == 200, "what is stored can be looked at"
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, unlimited)
    server.until(lambda: health(server)[0] == 200)
    assert server.post(f"/api/runs/{run}/retry")[0] == 202
    server.until(lambda: server.get(f"/api/runs/{run}")["state"] == "finished")
    assert server.get(f"/api/runs/{run}")["frames"] == 600


def test_a_nearly_full_disk_is_507_before_anything_is_lost(tmp_path):
    with contextlib.closing(Server(tmp_path, HURRIED, WINDTUNNEL_MIN_FREE_MB="1000000")) as server:
        server.launch()
        server.until(lambda: health(server)[0] == 503)
        server.until(lambda: "WINDTUNNEL_MIN_FREE_MB" in health(server)[1]["database"]["problem"])
        status, refused = server.post("/api/runs", fake(frames=3))
    assert status == 507
    assert "WINDTUNNEL_MIN_FREE_MB" in refused["error"]["what"]


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (OperationalError("database or disk is full"), 507, "disk is full"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "disk is full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 507, "disk is full"),
        (OperationalError("database is locked"), 503, "held by another program"),
        (OperationalError("disk I/O error"), 503, "disk I/O error"),
    ],
)
def test_a_full_disk_is_507_and_what_may_be_anything_503(error, status, says):
    assert trouble.concerns_all(error)
    answer = explain(error)
    assert answer.status_code == status
    assert says in json.loads(answer.content)["error"]["what"]


def test_a_secret_is_kept_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "secret_key"

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(environ.os, "link", full)
    with pytest.raises(ImproperlyConfigured, match=r"No space left.*WINDTUNNEL_DATA_DIR"):
        environ.Environ({}).secret("WINDTUNNEL_SECRET_KEY", path)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    secret = environ.Environ({}).secret("WINDTUNNEL_SECRET_KEY", path)
    assert environ.Environ({}).secret("WINDTUNNEL_SECRET_KEY", path) == secret
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]
