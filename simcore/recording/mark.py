"""A mark in a recording: all that was recorded up to here, to come back to if a bin is cut."""

from __future__ import annotations

import copyreg
import io
import pickle
from typing import TYPE_CHECKING, Any

from simcore.facts import Ledger

if TYPE_CHECKING:
    from simcore.recording.recorder import Recorder


def marked(recorder: Recorder) -> bytes:
    """The recorder as it is, without what lies in its ledgers."""
    file = io.BytesIO()
    pickler = pickle.Pickler(file, protocol=5)
    pickler.dispatch_table = copyreg.dispatch_table.copy()
    pickler.dispatch_table[Ledger] = _emptied
    pickler.dump(recorder)
    return file.getvalue()


def at_mark(mark: bytes) -> Recorder:
    """The recorder as it was; no model writes into its ledgers any more."""
    recorder: Recorder = pickle.loads(mark)
    return recorder


def _emptied(_: Ledger) -> tuple[Any, ...]:
    return Ledger, ([],)
