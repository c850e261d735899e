"""The page of all quotas, docs/reference/quotas.md: `python -m simcore.quotas.reference > FILE`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from simcore.quotas.load import PROFILES, load_profile
from simcore.quotas.model import Profile, Quota, Value

__all__ = ["reference"]

INTRODUCTION = """\
# Quotas, prices and assumptions

<!-- Written from simcore/quotas/profiles by `python -m simcore.quotas.reference`; not by hand. -->

Every number the simulator takes from AWS, in the vintages it knows. A scenario picks one with
`profile:` and may override any row with `quotas:`; what is overridden is shown as such.

**Confidence**: H, read in AWS's own text, model or data; M, seen in part, or several independent
witnesses agree; L, one witness, or our choice; R, common knowledge, not verified.
**Assumed** values are not published by AWS: they are parameters, with the reason for the default.
"""
FIRST, LAST = ("lambda", "esm", "sqs", "kinesis", "dynamodb"), "price"
"""Rooms of keys; all others are between these, by their names."""
ABSENT = "-"


def reference() -> str:
    """The whole page, as Markdown."""
    profiles = [load_profile(name) for name in PROFILES]
    overview, details = _overview(profiles), _details(profiles)
    return "\n".join([INTRODUCTION, "## In short\n", *overview, "## One by one\n", *details])


def _keys(profiles: list[Profile]) -> list[str]:
    """Every key once, in the order of the newest file, rooms kept together."""
    newest_first = reversed(profiles)
    keys = dict.fromkeys(row.key for profile in newest_first for row in profile.rows())
    return sorted(keys, key=_room)


def _room(key: str) -> tuple[int, str]:
    room = key.split(".")[0]
    if room in FIRST:
        return FIRST.index(room), ""
    return len(FIRST) + (room == LAST), room


def _overview(profiles: list[Profile]) -> Iterator[str]:
    yield _line(["Quota", *(profile.name for profile in profiles), "Unit"])
    yield _line(["---"] * (len(profiles) + 2))
    for key in _keys(profiles):
        rows = [profile.quotas.get(key) for profile in profiles]
        cells = [_value(row) + _mark(row) if row else ABSENT for row in rows]
        unit = next(row.unit for row in rows if row)
        yield _line([f"[`{key}`](#{key.replace('.', '')})", *cells, unit])
    yield "\n\\* assumed\n"


def _details(profiles: list[Profile]) -> Iterator[str]:
    for key in _keys(profiles):
        yield from _detail(key, profiles)


def _detail(key: str, profiles: list[Profile]) -> Iterator[str]:
    titles = {row.title: None for p in profiles for row in p.rows() if row.key == key}
    yield f"### {key}\n\n{'; '.join(titles)}.\n"
    yield _line(["Profile", "Value", "Shared by", "Source", "Date", "Confidence", "Notes"])
    yield _line(["---"] * 7)
    for profile in profiles:
        if key in profile.absent:
            yield _line([profile.name, ABSENT, "", "", "", "", _sentence(profile.absent[key])])
        else:
            yield _line([profile.name, *_cells(profile.row(key))])
    yield ""


def _cells(row: Quota) -> list[str]:
    notes = " ".join(part for part in (row.note, row.history) if part)
    assumed = "Assumed. " if row.assumed else ""
    value = _value(row) if isinstance(row.value, bool | str) else f"{_value(row)} {row.unit}"
    return [value, row.scope, row.source, row.date, row.confidence, assumed + notes]


def _mark(row: Quota) -> str:
    return " \\*" if row.assumed else ""


def _value(row: Quota) -> str:
    if not row.by_region:
        return _shown(row.value)
    regions: dict[Value, list[str]] = {}
    for region, value in row.by_region.items():
        regions.setdefault(value, []).append(region)
    named = (f"{_shown(value)} in {', '.join(names)}" for value, names in regions.items())
    return f"{'; '.join(named)}; {_shown(row.value)} elsewhere"


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"`{value}`"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.10f}".rstrip("0").rstrip(".")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(reference())
