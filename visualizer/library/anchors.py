"""Names of headings in addresses, as a forge gives them: the same link leads there in both."""

from __future__ import annotations

from simcore.scenario.insights import anchor

__all__ = ["Anchors"]


class Anchors:
    """The anchors of one page: of two headings with the same words the second is numbered."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def of(self, title: str) -> str:
        """The anchor of the next heading."""
        name = anchor(title)
        n = self._given.get(name, 0)
        self._given[name] = n + 1
        return f"{name}-{n}" if n else name
