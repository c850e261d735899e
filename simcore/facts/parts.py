"""Where the texts of facts name a part of their component."""

__all__ = ["PART"]

PART = "{part}"
"""Stands for its name in a text: a fact has but its number."""
