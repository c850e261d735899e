"""The cited table of a profile."""

from __future__ import annotations

from typing import Any

from simcore.cli.output import print_json
from simcore.quotas import Profile, Quota

__all__ = ["show"]


def show(profile: Profile, *, as_json: bool) -> None:
    """The profile's rows, to standard output."""
    if as_json:
        print_json(_data(profile))
        return
    print(f"{profile.name}: {profile.title}\n{profile.description}\n")
    for row in profile.rows():
        _print_row(row)
    for key, why in profile.absent.items():
        print(f"{key}\n    not in this profile: {why}")
    print("\nConfidence: H read in AWS's own text, M partly seen or several witnesses,")
    print("L one witness or our choice, R not verified. 'assumed': AWS publishes no value.")


def _print_row(row: Quota) -> None:
    marks = ", ".join(mark for mark, on in (("assumed", row.assumed),) if on)
    certainty = f"{row.confidence}, {marks}" if marks else row.confidence
    print(f"{row.key} = {_shown(row.value)} {row.unit} per {row.scope} [{certainty}]")
    print(f"    {row.title}")
    for region, value in (row.by_region or {}).items():
        print(f"    {region}: {_shown(value)}")
    print(f"    {row.source} ({row.date})")
    if row.note:
        print(f"    {row.note}")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else f"{value}"


def _data(profile: Profile) -> dict[str, Any]:
    return {
        "format": "windtunnel.quotas/1",
        "profile": profile.name,
        "title": profile.title,
        "description": profile.description,
        "rows": [row.model_dump(mode="json") for row in profile.rows()],
        "absent": dict(profile.absent),
    }
