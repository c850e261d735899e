"""Scenarios tried with several seeds, as tests are: goals kept or broken, now and earlier."""

from simcore.analysis.trials.attempts import cores, tried
from simcore.analysis.trials.baseline import Baseline, BaselineUnusable, read_baseline
from simcore.analysis.trials.junit import junit
from simcore.analysis.trials.trial import Attempt, Trial, Tried, as_document

__all__ = [
    "Attempt",
    "Baseline",
    "BaselineUnusable",
    "Trial",
    "Tried",
    "as_document",
    "cores",
    "junit",
    "read_baseline",
    "tried",
]
