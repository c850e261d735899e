"""What results say about one another: headless, from the documents that runs leave behind."""

from simcore.analysis.comparison import Comparison, compare
from simcore.analysis.verdict import Verdict, judge

__all__ = ["Comparison", "Verdict", "compare", "judge"]
