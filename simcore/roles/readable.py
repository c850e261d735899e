"""What is read by those that poll it, and what they delete: two roles, as each needs its rights."""

from __future__ import annotations

__all__ = ["Deletable", "Readable"]


class Readable:
    """A source, as its readers see it (ReceiveMessage, GetRecords)."""


class Deletable:
    """A source whose readers delete what they have done with (DeleteMessage)."""
