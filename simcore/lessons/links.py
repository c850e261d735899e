"""Where the links of a lesson may lead: to pages of others by https, and to our own."""

from __future__ import annotations

import re

__all__ = ["LONGEST_LINK", "OURS", "is_address", "link_complaint"]

LONGEST_LINK = 400
OURS = ("/s/", "/lessons", "/docs", "/model", "/keys", "/lab/new?", "#")
"""How addresses of this site begin."""

ADDRESS = re.compile(r"https://[a-z0-9][a-z0-9.-]*[a-z0-9](:[0-9]{1,5})?([/?#][!-~]*)?", re.I)


def is_address(text: str) -> bool:
    """Is it the https address of a page?"""
    return len(text) <= LONGEST_LINK and ADDRESS.fullmatch(text) is not None


def link_complaint(href: str) -> tuple[str, str] | None:
    """What is wrong with it, and what is allowed."""
    if len(href) > LONGEST_LINK:
        return "a link is too long", f"at most {LONGEST_LINK} characters"
    if is_address(href) or (href.startswith(OURS) and "\\" not in href and "//" not in href):
        return None
    return f'"{href[:80]}" is no link of a lesson', f"https://..., or {', '.join(OURS)}..."
