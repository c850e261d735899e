"""The page of insights, written from what the types declare (`make pages`)."""

from __future__ import annotations

from collections.abc import Iterator

from simcore.component import InsightKind, Law
from simcore.components import TYPES
from simcore.quotas import PROFILES, load_profile
from simcore.scenario.insights import address, anchor

__all__ = ["reference"]

INTRODUCTION = """\
# Insights

<!-- Written from what the types declare by `make pages`; not by hand. -->

When a run is over, each component is looked at for what made it go as it did. What is found says
what happened, from when until when, why in numbers, which rule of AWS's is at work, and which knob
to turn. It stands in the [result](result-format.md#insights), in the summary of `windtunnel run`,
and in the lab, where it can be tried with one click.

An insight is a function of what was recorded: the same run gives the same ones, and none is stated
without something that was recorded, with its time. Those that follow from what happened alone are
derived; what takes more than that is marked *estimate*. None of a kind means that its condition,
below, did not hold; of several stretches of a kind, the worst is told.
"""


def reference() -> str:
    """The whole page, as Markdown."""
    return INTRODUCTION + "".join(_sections())


def _sections() -> Iterator[str]:
    for type in sorted(TYPES.values(), key=lambda kind: kind.order):
        if type.insights:
            yield f"\n## {type.title}\n"
            yield from map(_entry, type.insights)


def _entry(kind: InsightKind) -> str:
    estimate = "" if kind.derived else " (estimate)"
    lines = [
        f"\n### {kind.title}{estimate}\n",
        f"- **Id**: `{kind.id}`",
        f"- **When**: {kind.fires}",
        f"- **Rule**: {kind.law.text} {_cited(kind.law)}",
        f"- **Model**: [{kind.law.model}](models.md#{anchor(kind.law.model)})\n",
    ]
    return "\n".join(lines)


def _cited(law: Law) -> str:
    """The row that says it, in every vintage, or the page."""
    if not law.quota:
        page = address(law.page)
        return f"[{page.removeprefix('https://')}]({page}), {law.date}."
    known = [name for name in PROFILES if law.quota in load_profile(name).quotas]
    only = "" if len(known) == len(PROFILES) else f" (of {', '.join(known)})"
    return f"Row [`{law.quota}`](quotas.md#{anchor(law.quota)}){only}."
