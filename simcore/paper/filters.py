"""How texts and numbers of a report become markup; all that is not made here is escaped."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from simcore.reporting.report import Life, Phase
from simcore.units import format_clock_s, format_duration_s

__all__ = ["FILTERS"]

ADDRESS = re.compile(
    r"((?:https?://|\b(?:docs\.)?aws\.amazon\.com/)[^\s<>\"'()]*[^\s<>\"'().,;:!?\]])"
)
"""With its scheme; AWS's pages are cited without."""

LONG = re.compile(r"\S{15,}")
JOINTS = re.compile(r"(?<=[._/])(?=\w)|(?<=[a-z0-9])(?=[A-Z])")
THOUSAND = 1000
LEAST = 4.0  # of a thousand: what is short is seen all the same


def linked(text: str) -> Markup:
    """Addresses in it become links to themselves, so that they are read on paper as well, and long
    names may be broken between their parts."""
    parts = ADDRESS.split(text)
    return Markup("").join(_link(one) if n % 2 else _plain(one) for n, one in enumerate(parts))


def _link(address: str) -> Markup:
    target = address if "://" in address else f"https://{address}"
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(
        target, address
    )


def _plain(text: str) -> Markup:
    end, parts = 0, []
    for long in LONG.finditer(text):
        parts += [escape(text[end : long.start()]), _breakable(long.group())]
        end = long.end()
    return Markup("").join([*parts, escape(text[end:])])


def _breakable(name: str) -> Markup:
    return Markup("<wbr>").join(map(escape, JOINTS.split(name)))


def paragraphs(text: str) -> list[str]:
    """They are apart by an empty line."""
    return [one.strip() for one in re.split(r"\r?\n[ \t]*\r?\n", text) if one.strip()]


def moment(t_s: float) -> str:
    """As clocks tell it, to a tenth."""
    return format_clock_s(round(t_s, 1))


def took(phase: Phase) -> str:
    """How long it lasted; nothing of a moment."""
    lasted = phase.ends_s - phase.begins_s
    return format_duration_s(round(lasted, 3)) if lasted > 0 else ""


def from_left(phase: Phase, life: Life) -> str:
    """Where its bar begins."""
    begins, span = _span(life)
    return f"{min((phase.begins_s - begins) / span * THOUSAND, THOUSAND - LEAST):.1f}"


def wide(phase: Phase, life: Life) -> str:
    """How long its bar is."""
    _, span = _span(life)
    return f"{max((phase.ends_s - phase.begins_s) / span * THOUSAND, LEAST):.1f}"


def _span(life: Life) -> tuple[float, float]:
    begins = min((phase.begins_s for phase in life.phases), default=0.0)
    ends = max((phase.ends_s for phase in life.phases), default=0.0)
    return begins, (ends - begins) or 1.0


FILTERS: dict[str, Any] = {
    one.__name__: one for one in (linked, paragraphs, moment, took, from_left, wide)
}
