"""Goals of a scenario against a result: kept or broken, by which value, since when."""

from simcore.analysis.verdict.verdict import Judged, Status, Verdict, judge

__all__ = ["Judged", "Status", "Verdict", "judge"]
