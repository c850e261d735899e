"""What others get of a state machine: the event of a status change."""

from __future__ import annotations

from simcore.component.event import Document

__all__ = ["DOCUMENTS"]

DOCUMENTS: tuple[Document, ...] = ()
