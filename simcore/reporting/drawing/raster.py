"""SVG as PNG, with fonts of our own: the same bytes wherever it is made."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from resvg_py import svg_to_bytes

__all__ = ["ZOOM", "png"]

ZOOM = 2
"""Pixels a unit of the drawing: sharp in print and on dense screens."""

FONTS = Path(__file__).parent / "fonts"


@cache
def _fonts() -> list[str]:
    return sorted(str(path) for path in FONTS.glob("*.ttf"))


def png(drawn: str) -> bytes:
    """The picture of an SVG that `svg` has drawn."""
    return bytes(
        svg_to_bytes(
            svg_string=drawn,
            zoom=ZOOM,
            skip_system_fonts=True,
            font_files=_fonts(),
            font_family="Inter",
        )
    )
