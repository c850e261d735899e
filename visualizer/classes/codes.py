"""Codes of classes: six characters that can be read from a wall and told over a telephone."""

from __future__ import annotations

import re
import secrets

ALPHABET = "ACDEFGHJKMNPQRTWXY34679"
"""Without 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: whoever reads one for the other finds no class."""

LENGTH = 6
CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
BETWEEN = re.compile(r"[\s\-_.·]+")
LONGEST_TYPED = 200


def new_code() -> str:
    """One of 148 million, which cannot be foreseen."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy(typed: str) -> str:
    """A code as it was typed or pasted, perhaps with the address around it, as it is written."""
    last = typed[:LONGEST_TYPED].strip().rstrip("/").rpartition("/")[2].partition("?")[0]
    return BETWEEN.sub("", last).upper()


def is_code(text: str) -> bool:
    """Whether it could be one."""
    return CODE.fullmatch(text) is not None
