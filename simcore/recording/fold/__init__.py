"""Folds: what rows of a kind add up to, on the board of their component."""

from simcore.recording.fold.base import BoardFold, Fold

__all__ = ["BoardFold", "Fold"]
