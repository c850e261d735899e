"""The address of a class as a QR code."""

from __future__ import annotations

import io

import segno

QUIET_ZONE = 4  # modules, which a reader needs around it
SCALE = 8


def svg(address: str) -> bytes:
    """Black on white whatever the page's theme, as readers want it."""
    made = segno.make_qr(address, error="m")
    out = io.BytesIO()
    made.save(
        out, kind="svg", border=QUIET_ZONE, scale=SCALE, dark="#000", light="#fff",
        xmldecl=False, omitsize=False, title="QR code of the class",
    )  # fmt: skip
    return out.getvalue()
