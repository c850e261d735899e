"""What results say about one another: headless, from the documents that runs leave behind."""

from simcore.analysis.comparison import Comparison, compare

__all__ = ["Comparison", "compare"]
