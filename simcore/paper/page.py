"""Pages that hold all they need and may ask nobody for more."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from simcore.paper.bundle import bundle
from simcore.paper.copy import copy
from simcore.paper.filters import FILTERS
from simcore.paper.live import Live

__all__ = ["embedded", "embedded_policy", "policy"]

TEMPLATES = Path(__file__).parent / "templates"
BASE64 = 3 / 4  # bytes a character


@cache
def environment() -> Environment:
    """Everything that is not said to be markup is escaped; what is misspelt raises."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    return made


def policy(script: str, styles: str) -> str:
    """What such a page may do: run this script, with these styles, and fetch nothing."""
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_hash(script)}'" if script else "script-src 'none'",
            f"style-src '{_hash(styles)}'",
            "font-src data:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def embedded_policy() -> str:
    """What `embedded` says in its head, to be said before it."""
    return policy(bundle().script, bundle().style)


def embedded(live: Live, link: str = "") -> str:
    """The laboratory alone, filling its page; `link` is where the run is at home."""
    lab = bundle()
    told = {"title": live.lab["scenario"]["title"], "link": link, "left_out": ()}
    return with_run("embedded.html", live, told, lab.script, lab.style)


def with_run(
    template: str,
    live: Live | None,
    told: dict[str, Any],
    script: str,
    styles: str,
) -> str:
    """A page from a template, and in it as much of the run as there is room for."""
    given = {**told, "policy": policy(script, styles)}
    given |= {"script": Markup(script), "styles": Markup(styles)}
    written = environment().get_template(template)
    run = "" if live is None else _run(live, live.most_bytes - _size(written, given))
    return written.render(**given, run=run, too_large=live is not None and not run)


def _size(written: Template, given: dict[str, Any]) -> int:
    """Of all but the run."""
    return len(written.render(**given, run=" ", too_large=False).encode())


def _run(live: Live, most: int) -> str:
    """Nothing where it does not fit in at all."""
    copied = copy(live, int(most * BASE64) - 2)
    return "" if copied is None else b64encode(copied.deflated).decode()
