"""Settings from environment variables, with errors that name the variable and what it allows."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})
SHORTEST_SECRET = 50  # characters
SECRET_BYTES = 48
ORIGIN = re.compile(r"https?://[^/\s?#@]+")


class Environ:
    """Reads `WINDTUNNEL_*` variables; every reader raises `ImproperlyConfigured` on bad values."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        return self.variables.get(name, default).strip()

    def choice(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.text(name, default) or default
        if value not in allowed:
            raise _wrong(name, value, f"one of {', '.join(allowed)}")
        return value

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, "1" if default else "0").lower()
        if value not in TRUE | FALSE:
            raise _wrong(name, value, "1 or 0")
        return value in TRUE

    def integer(self, name: str, default: int, minimum: int, maximum: int) -> int:
        value = self.text(name) or str(default)
        try:
            number = int(value)
        except ValueError:
            number = minimum - 1
        if not minimum <= number <= maximum:
            raise _wrong(name, value, f"a whole number from {minimum:,} to {maximum:,}")
        return number

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """Values between commas, without blanks."""
        found = [word.strip() for word in self.text(name).split(",") if word.strip()]
        return found or list(default)

    def hosts(self, name: str, default: tuple[str, ...] | None) -> list[str]:
        """Names under which the server is reached; `default` None means that there must be some."""
        found = self.words(name, default or ())
        if not found:
            raise ImproperlyConfigured(
                f"{name} is not set. Production needs the names under which it is reached, between "
                "commas: windtunnel.example.org"
            )
        for host in found:
            if "/" in host or " " in host:
                raise _wrong(name, host, "names without scheme and path: windtunnel.example.org")
        return found

    def origins(self, name: str) -> list[str]:
        """Scheme and host, with a port where it is not the usual one."""
        found = [origin.rstrip("/") for origin in self.words(name)]
        for origin in found:
            if not ORIGIN.fullmatch(origin):
                raise _wrong(name, origin, "origins between commas: https://example.org:8443")
        return found

    def folder(self, name: str, default: Path) -> Path:
        """A folder that exists afterwards and that this process can write to."""
        value = Path(self.text(name) or default).expanduser()
        if not value.is_absolute():
            raise _wrong(name, str(value), "an absolute path")
        try:
            value.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _wrong(name, str(value), f"a folder that can be written to ({error})") from error
        if not os.access(value, os.W_OK | os.X_OK):
            raise _wrong(name, str(value), "a folder that can be written to")
        return value

    def secret(self, name: str, kept_in: Path | None) -> str:
        """The variable's value; without one, a secret kept in a file that only its owner reads.

        `kept_in` None means that there must be a variable (production).
        """
        value = self.text(name)
        if value and len(value) < SHORTEST_SECRET:
            raise _wrong(name, "(hidden)", f"at least {SHORTEST_SECRET} characters, hard to guess")
        if value:
            return value
        if kept_in is None:
            raise ImproperlyConfigured(
                f"{name} is not set. Production needs a secret of its own, for example from "
                'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
            )
        return _kept_secret(kept_in)


def _kept_secret(path: Path) -> str:
    try:
        return _read_secret(path)
    except FileNotFoundError:
        pass
    try:
        return _new_secret(path)
    except FileExistsError:  # another process was faster
        return _read_secret(path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret could not be kept in {path} ({error.strerror}). Make room or give another "
            "folder (WINDTUNNEL_DATA_DIR)."
        ) from error


def _read_secret(path: Path) -> str:
    """Raises `FileNotFoundError`, and `ImproperlyConfigured` where something else is there."""
    try:
        secret = path.read_text("ascii").strip()
        why = "" if len(secret) >= SHORTEST_SECRET else "it is too short"
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
    if why:
        raise ImproperlyConfigured(
            f"There is no secret in {path} ({why}). Move it away: a new one is made at the next "
            "start, and visitors are no longer known by their cookies."
        )
    return secret


def _new_secret(path: Path) -> str:
    """There whole or not at all, and at no moment readable by others."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secret)
        os.link(unfinished, path)
    finally:
        unfinished.unlink()
    return secret


def _wrong(name: str, value: str, allowed: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}={value!r} is not possible; it takes {allowed}.")
