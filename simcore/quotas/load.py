"""Profiles from their files. A row that is not complete does not load.

Of a shipped file each row is read when it is asked for; that all of them load, and load the same
as from the file as a whole, is what tests/quotas holds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, partial
from importlib import resources
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from simcore.errors import QuotaError
from simcore.quotas.model import Profile, Quota
from simcore.quotas.rows import Rows

__all__ = ["DEFAULT_PROFILE", "PROFILES", "load_profile", "read_profile"]

PROFILES = ("notes-2021", "aws-2022", "aws-2026")
DEFAULT_PROFILE = PROFILES[-1]

COUNTED = (
    "concurrent batches",
    "concurrent executions",
    "concurrent invocations",
    "event pollers",
    "execution environments",
    "pollers",
)
"""Of these a run keeps every single one in memory."""
A_YEAR_S = 366 * 86_400.0
HIGHEST = {"s": A_YEAR_S, "share": 1.0, **dict.fromkeys(COUNTED, 1_000_000.0)}
"""What a value of a unit cannot be above, where its row does not say less."""

HEADER = ("name", "title", "description")
TABLES = ("absent", "quotas")
ROW = re.compile(r'^\[quotas\."(.+)"\]$', re.MULTILINE)
"""Where a row begins in a shipped file."""


@cache
def load_profile(name: str) -> Profile:
    """The shipped profile of that name; loaded once a process. Raises QuotaError."""
    if name not in PROFILES:
        near = get_close_matches(str(name), PROFILES, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise QuotaError(f"there is no profile {name!r:.60} ({', '.join(PROFILES)}){hint}")
    file = resources.files("simcore.quotas") / "profiles" / f"{name}.toml"
    return _in_rows(file.read_text(encoding="utf-8"), f"profiles/{name}.toml")


def read_profile(text: str, file: str) -> Profile:
    """A profile from TOML text; QuotaError names `file`, the key and what is wrong with it."""
    document = _document(text, file)
    rows = _table(file, document, "quotas")
    return _profile(file, document, {key: _row(file, key, row) for key, row in rows.items()})


def _in_rows(text: str, file: str) -> Profile:
    """The same from a text whose rows are tables one after the other, below all else."""
    head, *parts = ROW.split(text)
    return _profile(file, _document(head, file), dict(zip(parts[::2], parts[1::2], strict=True)))


@cache
def _read_row(file: str, key: str, text: str) -> Quota:
    return _row(file, key, _document(text, f"{file}: {key}"))


def _document(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise QuotaError(f"{file}: {error}") from None


def _profile(file: str, document: Mapping[str, Any], rows: Mapping[str, Quota | str]) -> Profile:
    for unknown in sorted(document.keys() - {*HEADER, *TABLES}):
        raise QuotaError(f"{file}: {unknown}: unknown; allowed: {', '.join((*HEADER, *TABLES))}")
    name, title, description = (_text(file, document, field) for field in HEADER)
    reasons = _table(file, document, "absent")
    absent = {key: _text(file, reasons, key) for key in reasons}
    for key in sorted(rows.keys() & absent.keys()):
        raise QuotaError(f"{file}: {key}: both a row and absent")
    quotas = Rows(rows, partial(_read_row, file))
    return Profile(name, title, description, quotas, MappingProxyType(absent))


def _text(file: str, table: Mapping[str, Any], field: str) -> str:
    value = table.get(field)
    if not isinstance(value, str) or not value:
        raise QuotaError(f"{file}: {field}: a text is needed, not {value!r:.60}")
    return value


def _table(file: str, document: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = document.get(name, {})
    if not isinstance(value, dict):
        raise QuotaError(f"{file}: {name}: a table is needed, not {value!r:.60}")
    return value


def _row(file: str, key: str, row: object) -> Quota:
    if not isinstance(row, dict):
        raise QuotaError(f"{file}: {key}: a table is needed, not {row!r:.60}")
    for reserved in sorted(row.keys() & {"key", "overridden", "original"}):
        raise QuotaError(f"{file}: {key}: {reserved}: is not for the file to say")
    try:
        highest = HIGHEST.get(str(row.get("unit")))
        bounds = {} if highest is None else {"maximum": highest}
        return Quota(key=key, **{**bounds, **row})
    except ValidationError as error:
        raise QuotaError(f"{file}: {key}: {_first_complaint(error)}") from None


def _first_complaint(error: ValidationError) -> str:
    first = error.errors()[0]
    where = str(first["loc"][0]) if first["loc"] else ""
    text = first["msg"].removeprefix("Value error, ")
    return f"{where}: {text}" if where else text
