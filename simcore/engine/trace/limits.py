"""How much of a trace is read before it is refused."""

from __future__ import annotations

from simcore.frozen import frozen


@frozen
class TraceLimits:
    """Bounds on one trace; what goes beyond is refused, with the bound named."""

    max_bytes: int = 64_000_000
    """Size of the file, and again of what it decompresses to."""
    max_rows: int = 5_000_000
    max_line_bytes: int = 65_536
    max_columns: int = 256
    max_empty_rows: int = 100_000
    """Of separators only, as spreadsheets leave them below the last row."""
    max_json_parts: int = 2_000_000
    """Values, lists and objects of a JSON file: about as many commas and brackets."""
    max_points: int = 200_000
    """Rows of a graph of CloudWatch's console, which are held until the dates are told apart."""
    max_count: int = 1_000_000_000_000
    """Requests in all. Whether a run can afford them is the scenario's to check."""

    @property
    def max_lines(self) -> int:
        """Of the file: twice the rows, because some programs leave every other line empty."""
        return 2 * self.max_rows + 2


DEFAULT_LIMITS = TraceLimits()
