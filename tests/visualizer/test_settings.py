"""Settings from the environment: clear errors, and nothing to say about production."""

import os
import stat
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from visualizer.environ import Environ

PRODUCTION = {
    "WINDTUNNEL_ENV": "production",
    "WINDTUNNEL_SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP",
    "WINDTUNNEL_ALLOWED_HOSTS": "windtunnel.example",
}


def manage(*arguments, **variables):
    clean = {key: value for key, value in os.environ.items() if "WINDTUNNEL" not in key}
    return subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "manage.py", *arguments],
        env={**clean, **variables}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_check_deploy_is_clean(tmp_path, pytestconfig):
    shown = manage(
        "check", "--deploy", "--fail-level", "WARNING", "--tag", "security",
        WINDTUNNEL_DATA_DIR=str(tmp_path), **PRODUCTION,
    )  # fmt: skip
    assert "no issues (0 silenced)" in shown.stdout + shown.stderr
    assert shown.returncode == 0


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("WINDTUNNEL_SECRET_KEY", "WINDTUNNEL_SECRET_KEY is not set"),
        ("WINDTUNNEL_ALLOWED_HOSTS", "WINDTUNNEL_ALLOWED_HOSTS is not set"),
        ("WINDTUNNEL_ENV", ""),
    ],
)
def test_production_needs_a_secret_and_names(tmp_path, missing, says):
    given = {key: value for key, value in PRODUCTION.items() if key != missing}
    shown = manage("check", WINDTUNNEL_DATA_DIR=str(tmp_path), **given)
    assert says in shown.stderr
    assert "Traceback" not in shown.stderr
    assert (shown.returncode == 0) == (not says)


def test_a_server_that_is_told_nonsense_says_so_and_ends(tmp_path):
    """In one sentence: a traceback of settings says nothing to who runs it."""
    (tmp_path / "secret_key").mkdir()
    shown = subprocess.run(
        [sys.executable, "-c", "import visualizer.asgi"],
        env={**os.environ, "WINDTUNNEL_DATA_DIR": str(tmp_path)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert shown.returncode == 1
    assert "Move it away" in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize("found", [b"", b"short", b"\xff\xfe\x00" * 40, None])
def test_what_is_no_secret_is_said_and_not_taken(tmp_path, found):
    path = tmp_path / "secret_key"
    path.mkdir() if found is None else path.write_bytes(found)
    with pytest.raises(ImproperlyConfigured, match=r"no secret in .*Move it away"):
        Environ({}).secret("KEY", path)


@pytest.mark.django_db
def test_there_are_no_missing_migrations(capsys):
    call_command("makemigrations", "--check", "--dry-run")
    assert "No changes detected" in capsys.readouterr().out


def test_a_secret_is_made_once_and_kept(tmp_path):
    path = tmp_path / "secret"
    secret = Environ({}).secret("KEY", path)
    assert len(secret) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert Environ({}).secret("KEY", path) == secret
    assert Environ({"KEY": "x" * 50}).secret("KEY", path) == "x" * 50


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (lambda env: env.integer("N", 5, 1, 10), "N='many' is not possible"),
        (lambda env: env.integer("HUGE", 5, 1, 10), "a whole number from 1 to 10"),
        (lambda env: env.flag("N", True), "1 or 0"),
        (lambda env: env.choice("N", ("a", "b"), "a"), "one of a, b"),
        (lambda env: env.folder("N", None), "an absolute path"),
        (lambda env: env.folder("FILE", None), "a folder"),
        (lambda env: env.secret("N", None), "50 characters"),
        (lambda env: env.secret("NONE", None), "NONE is not set"),
        (lambda env: env.hosts("NONE", None), "NONE is not set"),
        (lambda env: env.hosts("URL", None), "without scheme"),
        (lambda env: env.origins("N"), "https://example.org:8443"),
    ],
)
def test_a_wrong_value_is_named(read, says):
    variables = {"N": "many", "HUGE": "11", "FILE": "/dev/null/x"}
    variables["URL"] = "https://example.org/"
    with pytest.raises(ImproperlyConfigured, match=says):
        read(Environ(variables))


def test_values_are_read():
    env = Environ({"N": " 7 ", "ON": "yes", "OFF": "0", "WORDS": "a, b,,c ", "EMPTY": ""})
    assert env.integer("N", 1, 1, 10) == 7
    assert env.integer("EMPTY", 3, 1, 10) == 3
    assert env.flag("ON", False) is True
    assert env.flag("OFF", True) is False
    assert env.flag("NONE", True) is True
    assert env.words("WORDS") == ["a", "b", "c"]
    assert env.words("EMPTY", ("x",)) == ["x"]
    assert env.choice("EMPTY", ("a",), "a") == "a"
    assert env.hosts("EMPTY", ("localhost",)) == ["localhost"]
    assert Environ({"O": "https://a.example:8443/"}).origins("O") == ["https://a.example:8443"]
