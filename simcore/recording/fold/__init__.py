"""Folds: from the rows of a ledger to metrics, by kind of fact."""

from simcore.recording.fold.base import Fold
from simcore.recording.fold.table import FOLDS, OBSERVED

__all__ = ["FOLDS", "OBSERVED", "Fold"]
