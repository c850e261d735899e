"""By what a page was made: another program, model, template or laboratory makes another page."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from simcore.paper.bundle import BundleMissing, bundle
from simcore.version import MODEL, VERSION

__all__ = ["edition"]


@cache
def edition() -> str:
    """A name that no other one has; also where the laboratory was not built."""
    from simcore.paper.page import TEMPLATES

    try:
        laboratory = bundle().name
    except BundleMissing:
        laboratory = ""
    told = sha256(f"{VERSION} {MODEL} {laboratory}".encode())
    for template in sorted(TEMPLATES.iterdir()):
        told.update(template.read_bytes())
    return told.hexdigest()[:16]
