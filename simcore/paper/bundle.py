"""The laboratory without a server as one script and one style sheet (vite.offline.config.ts)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from simcore.reporting.complaint import ReportError

__all__ = ["FOLDER", "Bundle", "BundleMissing", "bundle"]

FOLDER = Path(__file__).resolve().parents[2] / "static" / "dist" / "offline"


class BundleMissing(ReportError):
    """The front end was not built here."""


@dataclass(frozen=True)
class Bundle:
    """What goes between `<script>` and `<style>`: nothing in it ends either."""

    script: str
    style: str

    @property
    def name(self) -> str:
        """Another one has another name."""
        return sha256((self.script + self.style).encode()).hexdigest()[:16]


@cache
def bundle(folder: Path = FOLDER) -> Bundle:
    """As it was built; raises `BundleMissing`."""
    try:
        script, style = (folder.joinpath(name).read_text() for name in ("lab.js", "lab.css"))
    except OSError as error:
        what = "the laboratory that is put into pages was not built"
        hint = "`make setup` builds it; Markdown (.md) needs nothing of it"
        raise BundleMissing(f"{what}: {folder} cannot be read", hint) from error
    return Bundle(_inline(script), style.replace("</", "<\\/"))


def _inline(script: str) -> str:
    """In strings and templates, where alone these can stand, a backslash more changes nothing."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
